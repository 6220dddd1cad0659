#include "analyzers/collect/passes/passes.hpp"

#include <array>

#include "analyzers/collect/passes/allocation_pass.hpp"
#include "analyzers/collect/passes/cache_pass.hpp"
#include "analyzers/collect/passes/heap_pass.hpp"

namespace hone::collect {
namespace {

constexpr std::array all_passes{
    Pass{.id = "allocations",
         .meaning = "calls of malloc and friends: how many, how large, how short-lived",
         .metrics = allocation_metrics,
         .run = count_allocations,
         .run_command = count_command_allocations,
         .command_metrics = allocation_metrics},
    Pass{.id = "cache",
         .meaning = "instructions, cache and branch misses, simulated by callgrind",
         .metrics = cache_metrics,
         .run = simulate_caches,
         .warnings = cache_model_warnings,
         .run_command = simulate_command_caches,
         .command_metrics = command_cache_metrics,
         .simulates = true},
    Pass{.id = "heap",
         .meaning = "who allocates what, by heaptrack: call sites, the peak, what is never freed",
         .metrics = heap_metrics,
         .run = trace_workload_heap,
         .run_command = trace_command_heap,
         .command_metrics = heap_metrics,
         .slowdown = 40},
};

std::vector<Pass> passes_of_commands() {
  std::vector<Pass> possible;
  for (Pass pass : all_passes) {
    if (pass.run_command == nullptr) continue;
    pass.metrics = pass.command_metrics;
    possible.push_back(pass);
  }
  return possible;
}

}  // namespace

std::span<const Pass> passes() { return all_passes; }

std::span<const Pass> command_passes() {
  static const std::vector<Pass> possible = passes_of_commands();
  return possible;
}

const Pass* find_pass(std::string_view id) {
  for (const Pass& pass : all_passes) {
    if (pass.id == id) return &pass;
  }
  return nullptr;
}

}  // namespace hone::collect
