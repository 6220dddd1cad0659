// Counts a worker's allocations with the preload library, over a few iterations.
#pragma once

#include <array>
#include <string_view>

#include "analyzers/collect/worker_client.hpp"

namespace hone::collect {

inline constexpr std::array<std::string_view, 4> allocation_metrics{
    "allocations", "allocated_bytes", "temporary_allocations", "peak_heap"};

// Per iteration, but for peak_heap, which is of the process.
Result<PassResult, Failure> count_allocations(const WorkerLaunch& launch);

}  // namespace hone::collect
