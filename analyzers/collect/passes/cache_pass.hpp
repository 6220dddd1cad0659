// Runs a worker or a command under callgrind, which simulates instructions, caches and branches.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "analyzers/collect/simulate/command_simulation.hpp"
#include "analyzers/collect/worker/worker_client.hpp"
#include "analyzers/model/report.hpp"

namespace hone::collect {

// Metrics of a command. Its allocations are counted, too, since callgrind tells who called malloc.
inline constexpr std::array<std::string_view, 10> command_cache_metrics{
    "instructions", "l1d_loads", "l1d_misses",    "l1d_miss_rate",    "llc_references",
    "llc_misses",   "branches",  "branch_misses", "branch_miss_rate", "allocations"};

// Metrics of a workload, whose allocations have a pass of their own.
inline constexpr auto cache_metrics =
    std::span(command_cache_metrics).first<command_cache_metrics.size() - 1>();

// Simulates one warm iteration of a workload. The launch's timeout is for all of it, preparing
// included.
Result<PassResult, Failure> simulate_caches(const WorkerLaunch& launch);

// Simulates a whole run of a command, its start and its children included.
Result<PassResult, Failure> simulate_command_caches(const CommandTrial& trial);

// Warns where the simulated caches are not those of this machine.
std::vector<Warning> cache_model_warnings(const Environment& environment);

}  // namespace hone::collect
