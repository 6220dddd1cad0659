// Runs a worker under callgrind, which simulates instructions, caches and branches.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "analyzers/collect/worker_client.hpp"
#include "analyzers/model/report.hpp"

namespace hone::collect {

inline constexpr std::array<std::string_view, 8> cache_metrics{
    "instructions", "l1d_loads", "l1d_misses",    "l1d_miss_rate",
    "llc_misses",   "branches",  "branch_misses", "branch_miss_rate"};

// Of one warm iteration.
Result<PassResult, Failure> simulate_caches(const WorkerLaunch& launch);

// Where the simulated caches are not those of this machine.
std::vector<Warning> cache_model_warnings(const Environment& environment);

}  // namespace hone::collect
