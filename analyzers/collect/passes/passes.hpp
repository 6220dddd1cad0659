// The passes beside timing. Each perturbs what it watches, so each runs in a process
// of its own and its time is never mixed into a comparison.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyzers/collect/simulate/command_simulation.hpp"
#include "analyzers/collect/worker/worker_client.hpp"
#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

struct Pass {
  std::string_view id;                        // as in --collect
  std::string_view meaning;                   // one line
  std::span<const std::string_view> metrics;  // ids of what it reads
  Result<PassResult, Failure> (*run)(const WorkerLaunch& launch);
  // What a reader of its figures must know about this machine; nullptr: nothing.
  std::vector<Warning> (*warnings)(const Environment& environment) = nullptr;
  // The same of a command, and the ids of what it reads then; nullptr: it cannot be made of one.
  Result<PassResult, Failure> (*run_command)(const CommandTrial& trial) = nullptr;
  std::span<const std::string_view> command_metrics{};
  bool simulates = false;  // takes tens of times as long as the run itself, within a limit
  double slowdown = 3;     // of one that does not simulate: more, for a run's own time limit
};

// All of them, in the order in which they run.
std::span<const Pass> passes();

// Those that can be made of commands; their `metrics` are what they read of one.
std::span<const Pass> command_passes();

// nullptr when there is no such pass.
const Pass* find_pass(std::string_view id);

}  // namespace hone::collect
