// Traces all that one run of a worker or a command allocates, by heaptrack: call sites, the peak,
// and what is never freed. A run takes some ten times as long, so its time tells nothing.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "analyzers/collect/simulate/command_simulation.hpp"
#include "analyzers/collect/worker/worker_client.hpp"
#include "analyzers/model/heap_profile.hpp"

namespace hone::collect {

// What it alone can tell. The counter tells the others, with less ado, and with the children's.
inline constexpr std::array<std::string_view, 1> heap_metrics{"leaked_bytes"};

// Of a worker that prepares a workload and runs a few iterations; without what hone itself
// allocates to get there.
Result<PassResult, Failure> trace_workload_heap(const WorkerLaunch& launch);

// Of the command's own process; what it starts is not traced. A run that is cut short gives what
// was seen of it, and says so.
Result<PassResult, Failure> trace_command_heap(const CommandTrial& trial);

// The profile with the costs of those stacks alone that `function` is on, or neither main nor what
// leads to it: other threads'. Where it is on none, the profile as it is. Pure.
HeapProfile part_within(HeapProfile profile, std::string_view function);

}  // namespace hone::collect
