#include "cli/plan/stat_plan.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "analyzers/collect/passes/passes.hpp"
#include "cli/options/comparison_options.hpp"
#include "reports/sections/command_lines.hpp"

namespace hone::cli {
Result<Plan> build_stat_plan(const StatOptions& options) {
  if (options.command.empty() || options.command.front().empty()) {
    return Error{"no command given", "for example: hone stat -- ls -R /usr/share"};
  }
  Plan plan;
  const auto collectors = collect::collectors_of(collect::command_passes());
  if (auto applied = apply(options, collectors, plan); !applied) return applied.error();
  Result<CommandSettings> settings = command_settings(options);
  if (!settings) return settings.error();
  plan.command = std::move(*settings);
  plan.command.pass_errors_on = true;
  plan.command.ignore_failure = true;  // how it ended is part of the answer
  plan.command.warmup = options.warmup;
  plan.rounds = 1;
  plan.runs = options.runs;
  plan.cpus.kind = CpuChoice::Kind::any;  // nothing is compared: it runs as it would without hone

  Subject subject;
  subject.id = "stat";
  subject.kind = SubjectKind::command;
  subject.work.iteration = "run the command";
  subject.metrics = {{std::string(usual_metric), known_metric(usual_metric).better}};
  Result<Launch> launch = wrapped_launch(options.command, options);
  if (!launch) return launch.error();
  std::string name = reports::as_typed(*launch);
  subject.variants.push_back({std::move(name), "", "", std::move(*launch)});
  plan.subjects.push_back(std::move(subject));
  return plan;
}

}  // namespace hone::cli
