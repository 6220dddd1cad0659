// The options that choose what is collected beside times, as `run`, `compare` and `stat` share
// them. Pure: from what the user typed to a Plan's settings.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzers/model/collector.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct CollectOptions {
  std::string collect{};  // "counters,cache", or "none"; empty: the command's own choice
  std::vector<std::string> events{};  // each "a,b,..."
  std::string simulation_limit{};     // empty: as the plan has it
};

// `passes` are the collectors beside timing that the command can make; counters are always another.
// Without --collect, the passes that are made by default are made, and counters are read where
// there is a PMU. Errors name the word that is wrong and what would be right.
Result<void> apply(const CollectOptions& options, std::span<const Collector> passes, Plan& plan);

// What --collect takes, one phrase for each collector: "counters (the default where there is a
// PMU)", "allocations (the default)", "cache".
std::vector<std::string> collector_names(std::span<const Collector> passes);

}  // namespace hone::cli
