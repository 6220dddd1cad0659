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

// Metrics that heaptrack alone can give. The allocation counter gives the others with less effort,
// the children's included.
inline constexpr std::array<std::string_view, 1> heap_metrics{"leaked_bytes"};

// Traces a worker that prepares a workload and runs a few iterations, without what hone itself
// allocates to get there.
Result<PassResult, Failure> trace_workload_heap(const WorkerLaunch& launch);

// Traces the command's own process; processes that it starts are not traced. A run that is cut
// short gives what was seen of it, and says so.
Result<PassResult, Failure> trace_command_heap(const CommandTrial& trial);

// The profile with the costs of two kinds of stacks alone: stacks with a function whose name begins
// with `function`, and stacks of other threads, which have neither main nor what leads to it. Where
// no stack has such a function, the profile is returned as it is. Pure.
HeapProfile part_within(HeapProfile profile, std::string_view function);

}  // namespace hone::collect
