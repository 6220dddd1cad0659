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

// Counts a worker's allocations. Readings are per iteration, but for peak_heap, which is of the
// process.
Result<PassResult, Failure> count_allocations(const WorkerLaunch& launch);

// Counts a command's allocations. Readings are sums over its processes, but for peak_heap, which is
// the largest peak of a process.
Result<PassResult, Failure> count_command_allocations(const CommandTrial& trial);

// Turns what a command's processes counted into readings. Fails, with the reason, when the figures
// are not known. Pure.
Result<PassResult> command_allocation_readings(const CommandAllocations& counted);

// Counts a command's allocations process by process; `with_sizes`: with the histogram of sizes,
// which costs more.
Result<CommandAllocations, Failure> count_command(const CommandTrial& trial, bool with_sizes);

}  // namespace hone::collect
