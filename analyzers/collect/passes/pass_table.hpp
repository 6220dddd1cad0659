// The passes beside timing, one row each, in the order in which they run. Adding a pass is adding
// its file to this folder and a row here.
#pragma once

#include <array>

#include "analyzers/collect/passes/allocation_pass.hpp"
#include "analyzers/collect/passes/cache_pass.hpp"
#include "analyzers/collect/passes/heap_pass.hpp"
#include "analyzers/collect/passes/passes.hpp"

namespace hone::collect {

inline constexpr std::array pass_table{
    Pass{.id = "allocations",
         .meaning = "calls of malloc and friends: how many, how large, how short-lived",
         .metrics = allocation_metrics,
         .run = count_allocations,
         .by_default = true,
         .run_command = count_command_allocations,
         .command_metrics = allocation_metrics},
    Pass{.id = "cache",
         .meaning = "instructions, cache and branch misses, simulated by callgrind",
         .metrics = cache_metrics,
         .run = simulate_caches,
         .tool = "valgrind",
         .warnings = cache_model_warnings,
         .run_command = simulate_command_caches,
         .command_metrics = command_cache_metrics,
         .simulates = true},
    Pass{.id = "heap",
         .meaning = "who allocates what, by heaptrack: call sites, the peak, what is never freed",
         .metrics = heap_metrics,
         .run = trace_workload_heap,
         .tool = "heaptrack",
         .run_command = trace_command_heap,
         .command_metrics = heap_metrics,
         .slowdown = 40},
};

}  // namespace hone::collect
