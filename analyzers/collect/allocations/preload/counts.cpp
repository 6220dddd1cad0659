// The library's face to the process: counts since the last reset. A reset does not
// touch the shards, which their threads are writing; it remembers what they held.
#include "analyzers/collect/allocations/preload/counts.h"

#include <algorithm>

#include "analyzers/collect/allocations/preload/export.hpp"
#include "analyzers/collect/allocations/preload/shards.hpp"

namespace {
constinit hone::allocations::Totals at_reset;
}

extern "C" {

HONE_EXPORT void hone_allocations_reset() {
  at_reset = hone::allocations::sum_shards();
  hone::allocations::restart_peak();
}

HONE_EXPORT int hone_allocations_read(hone_allocation_counts* counts) {
  if (counts->struct_size != sizeof *counts) return -1;
  const hone::allocations::Totals now = hone::allocations::sum_shards();
  counts->allocations = now.allocations - at_reset.allocations;
  counts->deallocations = now.deallocations - at_reset.deallocations;
  counts->bytes = now.bytes - at_reset.bytes;
  counts->temporaries = now.temporaries - at_reset.temporaries;
  counts->uncounted = now.uncounted - at_reset.uncounted;
  counts->live_known = hone::allocations::next.size_is_known ? 1 : 0;
  counts->live_bytes = now.live_bytes;
  counts->live_bytes_at_reset = at_reset.live_bytes;
  // Other threads' unsettled changes are in live_bytes and not in the recorded peak.
  counts->peak_live_bytes =
      std::max({hone::allocations::peak_live_bytes(), now.live_bytes, at_reset.live_bytes});
  return 0;
}

}  // extern "C"
