// Makes a Plan of what the user typed. Pure: it knows the catalogue and nothing of processes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/collect_options.hpp"
#include "cli/options/comparison_options.hpp"
#include "workloads/cache_levels.hpp"
#include "workloads/catalogue.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

// The options as typed; nothing has been checked yet.
struct RunOptions : ComparisonOptions, CollectOptions {
  std::vector<std::string> selectors;  // ids, families or globs; none: all
  std::vector<std::string> sweeps;     // "name=v1,v2,...", "name=first..last:step"
  bool pay_off = false;  // default points and the workloads' own scans; no sweeps then
  std::string timeout = "60s";
  bool against_itself = false;  // an A/A comparison: the baseline as its own variant
  // The next two are for studies of the method; the budget says how long a comparison takes.
  std::optional<int> rounds;  // blocks per variant in a unit; absent: as the effort says
  std::string block;          // the shortest block aimed at, "2ms"; empty: as the effort says
};

using Workloads = std::span<const workloads::Workload>;

// Every error names the word that is wrong and what would be right. `offered`: the workloads that
// selectors choose from, which are fitted to `sizes`.
Result<Plan> build_plan(const RunOptions& options, Workloads offered = workloads::catalogue(),
                        const workloads::CacheSizes& sizes = {.unknown = "they were not asked"});

// The workloads that the selectors name, in the order in which they are offered, each once.
Result<std::vector<const workloads::Workload*>> select_workloads(
    std::span<const std::string> selectors, Workloads offered = workloads::catalogue());

// The workload with exactly this id.
Result<const workloads::Workload*> select_workload(const std::string& id,
                                                   Workloads offered = workloads::catalogue());

}  // namespace hone::cli
