#include "analyzers/collect/passes.hpp"

#include <array>

#include "analyzers/collect/allocation_pass.hpp"
#include "analyzers/collect/cache_pass.hpp"

namespace hone::collect {
namespace {

constexpr std::array all_passes{
    Pass{"allocations", "calls of malloc and friends: how many, how large, how short-lived",
         allocation_metrics, count_allocations},
    Pass{"cache", "instructions, cache and branch misses, simulated by callgrind", cache_metrics,
         simulate_caches, cache_model_warnings},
};

}  // namespace

std::span<const Pass> passes() { return all_passes; }

const Pass* find_pass(std::string_view id) {
  for (const Pass& pass : all_passes) {
    if (pass.id == id) return &pass;
  }
  return nullptr;
}

}  // namespace hone::collect
