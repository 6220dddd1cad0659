// The options that choose what is collected beside times, as `run`, `compare` and `stat` share
// them. Pure: from what the user typed to a Plan's settings.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct CollectOptions {
  std::string collect{};  // "counters,cache", or "none"; empty: the command's own choice
  std::vector<std::string> events{};  // each "a,b,..."
  std::string simulation_limit{};     // empty: as the plan has it
};

// `passes` are the ids of those beside timing that the command can make; counters always are one
// of its collectors. Without --collect the plan's collectors stay as they are, and counters are
// read where there is a PMU. Errors name the option and what would be right.
Result<void> apply(const CollectOptions& options, std::span<const std::string_view> passes,
                   Plan& plan);

}  // namespace hone::cli
