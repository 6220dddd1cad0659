#include "cli/plan/caches_here.hpp"

#include "analyzers/collect/machine/caches.hpp"

namespace hone::cli {

workloads::CacheSizes caches_here() {
  return workloads::cache_sizes(collect::read_caches("/"), collect::read_memory_total("/"));
}

}  // namespace hone::cli
