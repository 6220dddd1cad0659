// From what the user typed to a Plan. Pure: it knows the catalogue and nothing of processes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/collect_options.hpp"
#include "cli/options/comparison_options.hpp"
#include "workloads/catalogue.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct RunOptions : ComparisonOptions, CollectOptions {
  std::vector<std::string> selectors;  // ids, families or globs; none: all
  std::vector<std::string> sweeps;     // "name=v1,v2,...", "name=first..last:step"
  bool pay_off = false;  // default points and the workloads' own scans; no sweeps then
  std::string timeout = "60s";
  bool against_itself = false;  // an A/A: the baseline as its own variant
  // For studies of the method; how long a comparison takes is the budget's business.
  std::optional<int> rounds;  // blocks per variant in a unit; absent: as the effort says
  std::string block;          // the shortest block aimed at, "2ms"; empty: as the effort says
};

using Workloads = std::span<const workloads::Workload>;

// Every error names the word that is wrong and what would be right. `offered`: what there is to
// choose from.
Result<Plan> build_plan(const RunOptions& options, Workloads offered = workloads::catalogue());

// The workloads that the selectors name, in the order in which they are offered, each once.
Result<std::vector<const workloads::Workload*>> select_workloads(
    std::span<const std::string> selectors, Workloads offered = workloads::catalogue());

// One workload by its exact id.
Result<const workloads::Workload*> select_workload(const std::string& id,
                                                   Workloads offered = workloads::catalogue());

}  // namespace hone::cli
