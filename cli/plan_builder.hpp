// From what the user typed to a Plan. Pure: it knows the catalogue and nothing of processes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct RunOptions {
  std::vector<std::string> selectors;  // ids, families or globs; none: all
  std::vector<std::string> sweeps;     // "name=v1,v2,..."
  bool quick = false;
  bool thorough = false;
  std::string budget;  // empty: as quick or thorough say
  std::string timeout = "60s";
  std::string margin = "1%";
  std::string alpha = "0.05";
  std::string metric;  // empty: each workload's own
  std::string collect = "allocations";
  std::optional<std::int64_t> seed;  // >= 0; absent: drawn
  bool against_itself = false;       // an A/A: the baseline as its own variant
};

// Every error names the word that is wrong and what would be right.
Result<Plan> build_plan(const RunOptions& options);

// The workloads that the selectors name, in catalogue order, each once.
Result<std::vector<const workloads::Workload*>> select_workloads(
    std::span<const std::string> selectors);

// One workload by its exact id.
Result<const workloads::Workload*> select_workload(const std::string& id);

}  // namespace hone::cli
