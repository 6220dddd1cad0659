#include "cli/stat_plan.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/compare_plan.hpp"
#include "fmt/ranges.h"

namespace hone::cli {
namespace {

// What a person waits for without having asked.
constexpr std::chrono::duration<double> short_simulation{10};

Result<Launch> launch_of(const StatOptions& options) {
  Launch launch;
  launch.argv = options.command;
  launch.cwd = options.cwd;
  for (const std::string& text : options.environment) {
    auto assignment = parse_assignment(text);
    if (!assignment) return assignment.error();
    set_variable(launch, std::move(assignment->first), std::move(assignment->second));
  }
  return launch;
}

}  // namespace

Result<Plan> build_stat_plan(const StatOptions& options) {
  if (options.command.empty() || options.command.front().empty()) {
    return Error{"no command given", "for example: hone stat -- ls -R /usr/share"};
  }
  Plan plan;
  if (options.collect.empty()) {
    plan.collectors = {"allocations"};  // one run more
    plan.unasked_simulation = short_simulation;
  }
  if (auto applied = apply(options, command_passes(), plan); !applied) return applied.error();
  Result<CommandSettings> settings = command_settings(options);
  if (!settings) return settings.error();
  plan.command = std::move(*settings);
  plan.command.pass_errors_on = true;
  plan.command.ignore_failure = true;  // how it ended is part of the answer
  plan.command.warmup = options.warmup;
  plan.rounds = 1;
  plan.runs = options.runs;

  Subject subject;
  subject.id = "stat";
  subject.kind = SubjectKind::command;
  subject.work.iteration = "run the command";
  subject.metrics = {{"wall_time", Better::lower}};
  Result<Launch> launch = launch_of(options);
  if (!launch) return launch.error();
  subject.variants.push_back(
      {fmt::format("{}", fmt::join(options.command, " ")), "", "", std::move(*launch)});
  plan.subjects.push_back(std::move(subject));
  return plan;
}

}  // namespace hone::cli
