// The passes beside timing. Each perturbs what it watches, so each runs in a process
// of its own and its time is never mixed into a comparison.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyzers/collect/simulate/command_simulation.hpp"
#include "analyzers/collect/worker/worker_client.hpp"
#include "analyzers/model/collector.hpp"
#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

struct Pass {
  std::string_view id;                        // as in --collect
  std::string_view meaning;                   // one line
  std::span<const std::string_view> metrics;  // ids of the metrics that the pass reads
  Result<PassResult, Failure> (*run)(const WorkerLaunch& launch);
  std::string_view tool{};  // the program that the pass starts, as found in PATH; "": none
  bool by_default = false;  // run on workloads where --collect does not choose
  // What a reader of the figures must know about this machine; nullptr: nothing.
  std::vector<Warning> (*warnings)(const Environment& environment) = nullptr;
  // Runs the pass on a command; nullptr: the pass cannot be run on one. `command_metrics` are the
  // ids of the metrics that it then reads.
  Result<PassResult, Failure> (*run_command)(const CommandTrial& trial) = nullptr;
  std::span<const std::string_view> command_metrics{};
  bool simulates = false;  // takes tens of times as long as the run itself, within a limit
  double slowdown = 3;     // factor on a run's own time limit; unused when the pass simulates
};

// All passes, in the order in which they run: the rows of pass_table.hpp.
std::span<const Pass> passes();

// The passes that can be run on commands. Their `metrics` are those that they read of a command,
// and none of these passes is run by default.
std::span<const Pass> command_passes();

// Finds a pass by its id; nullptr: there is no such pass.
const Pass* find_pass(std::string_view id);

// The first of `possible` that reads the metric; nullptr: none does.
const Pass* first_pass_that_reads(std::string_view metric, std::span<const Pass> possible);

// The passes as --collect names them, in their order.
std::vector<Collector> collectors_of(std::span<const Pass> passes);

// The programs that the passes start, each once.
std::vector<std::string_view> tools_of(std::span<const Pass> passes);

}  // namespace hone::collect
