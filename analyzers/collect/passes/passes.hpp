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
  std::span<const std::string_view> metrics;  // ids of what it reads
  Result<PassResult, Failure> (*run)(const WorkerLaunch& launch);
  std::string_view tool{};  // the program that it starts, as found in PATH; "": none
  bool by_default = false;  // made of workloads where --collect does not choose
  // What a reader of its figures must know about this machine; nullptr: nothing.
  std::vector<Warning> (*warnings)(const Environment& environment) = nullptr;
  // The same of a command, and the ids of what it reads then; nullptr: it cannot be made of one.
  Result<PassResult, Failure> (*run_command)(const CommandTrial& trial) = nullptr;
  std::span<const std::string_view> command_metrics{};
  bool simulates = false;  // takes tens of times as long as the run itself, within a limit
  double slowdown = 3;     // of one that does not simulate: more, for a run's own time limit
};

// All of them, in the order in which they run: the rows of pass_table.hpp.
std::span<const Pass> passes();

// Those that can be made of commands; their `metrics` are what they read of one, and none of them
// is made by default.
std::span<const Pass> command_passes();

// nullptr when there is no such pass.
const Pass* find_pass(std::string_view id);

// nullptr when none of `possible` reads the metric.
const Pass* first_pass_that_reads(std::string_view metric, std::span<const Pass> possible);

// The passes as --collect has them, in their order.
std::vector<Collector> collectors_of(std::span<const Pass> passes);

// The programs that they start, each once.
std::vector<std::string_view> tools_of(std::span<const Pass> passes);

}  // namespace hone::collect
