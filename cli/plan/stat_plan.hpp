// From what the user typed after `hone stat` to a Plan. Pure.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/collect_options.hpp"
#include "cli/options/command_options.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct StatOptions : CommandOptions, CollectOptions {
  std::vector<std::string> command;  // its words
  int runs = 1;
  int warmup = 0;
};

// One subject with one variant: there is nothing to compare.
Result<Plan> build_stat_plan(const StatOptions& options);

}  // namespace hone::cli
