// Makes a Plan of what the user typed after `hone stat`. Pure.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/collect_options.hpp"
#include "cli/options/command_options.hpp"

namespace hone::cli {

// The options as typed; nothing has been checked yet.
struct StatOptions : CommandOptions, CollectOptions {
  std::vector<std::string> command;  // its words
  int runs = 1;
  int warmup = 0;
};

// The plan has one subject with one variant: there is nothing to compare.
Result<Plan> build_stat_plan(const StatOptions& options);

}  // namespace hone::cli
