// Counts allocations with the preload library: a worker's over a few iterations, a command's over
// a whole run, its children included.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/collect/allocations/allocation_file.hpp"
#include "analyzers/collect/simulate/command_simulation.hpp"
#include "analyzers/collect/worker/worker_client.hpp"

namespace hone::collect {

inline constexpr std::array<std::string_view, 4> allocation_metrics{
    "allocations", "allocated_bytes", "temporary_allocations", "peak_heap"};

// Per iteration, but for peak_heap, which is of the process.
Result<PassResult, Failure> count_allocations(const WorkerLaunch& launch);

// The sum over its processes, but for peak_heap, which is the largest process's.
Result<PassResult, Failure> count_command_allocations(const CommandTrial& trial);

// What a command's processes left as readings. Fails, with the reason, when they cannot be told.
// Pure.
Result<PassResult> command_allocation_readings(const CommandAllocations& counted);

// The same run, process by process; `with_sizes`: with the histogram, which costs more.
Result<CommandAllocations, Failure> count_command(const CommandTrial& trial, bool with_sizes);

}  // namespace hone::collect
