// Runs a worker under callgrind, which simulates instructions, caches and branches.
#pragma once

#include <array>
#include <string_view>

#include "analyzers/collect/worker_client.hpp"

namespace hone::collect {

inline constexpr std::array<std::string_view, 8> cache_metrics{
    "instructions", "l1d_loads", "l1d_misses",    "l1d_miss_rate",
    "llc_misses",   "branches",  "branch_misses", "branch_miss_rate"};

// Of one warm iteration.
Result<ByMetric<Reading>, Failure> simulate_caches(const WorkerLaunch& launch);

}  // namespace hone::collect
