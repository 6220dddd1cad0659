#include "cli/commands/stat_command.hpp"

#include <memory>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "analyzers/collect/counters/counter_plan.hpp"
#include "analyzers/collect/launch/prepared_command.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/measure/command_executor.hpp"
#include "analyzers/text/listing.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/plan/stat_plan.hpp"
#include "cli/session/session.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

struct StatCommand {
  StatOptions plan;
  OutputOptions output;
};

// That of the command's last run, as it would have been without hone, unless hone has something
// of its own to say: it was interrupted, could not save, or ended a run.
int exit_code_of(const Measured& measured) {
  if (measured.exit_code != exit_done) return measured.exit_code;
  for (const SubjectReport& subject : measured.report.subjects) {
    const std::vector<Sample>& samples = subject.variants.front().samples;
    if (samples.empty() || !samples.back().end) continue;
    return passed_on(samples.back().end->code, samples.back().end->signal);
  }
  return measured.exit_code;
}

bool has_run(const Measured& measured) {
  for (const SubjectReport& subject : measured.report.subjects) {
    if (!subject.variants.front().samples.empty()) return true;
  }
  return false;
}

int stat(const StatCommand& command, const Globals& globals) {
  const Result<Plan> plan = build_stat_plan(command.plan);
  if (!plan) return refuse(plan.error());
  FileRoles roles = roles_of(command.plan);
  add_programs(launches_of(*plan), roles);
  if (auto saveable = check_output(command.output, roles); !saveable) {
    return refuse(saveable.error());
  }
  const Launch& launch = plan->subjects.front().variants.front().launch;
  if (auto found = collect::PreparedCommand::prepare(launch); !found) return refuse(found.error());
  Result<collect::CounterPlan> counters = collect::plan_counters(*plan);
  if (!counters) return refuse(counters.error());
  collect::install_interrupt_handlers();  // a pipe is read to its end first
  Result<measure::CommandExecutor> executor =
      measure::CommandExecutor::start(plan->command, std::move(*counters), plan->cpus);
  if (!executor) return refuse(executor.error());
  const Measured measured = measure_all(*plan, *executor, command.output, globals);
  if (executor->not_started() && !has_run(measured)) return refuse(*executor->not_started());
  return finish_with_output(rendered(measured.report, command.output, globals),
                            exit_code_of(measured));
}

}  // namespace

void add_stat_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("stat", "what one command costs: time, IPC, misses, ...");
  auto options = std::make_shared<StatCommand>();
  add_wrapped_command(*command, options->plan.command,
                      "the command; -- before it if it has options");
  command->add_option("-r,--runs", options->plan.runs, "how often to run it, 1 by default")
      ->check(CLI::Range(1, 1'000'000))
      ->option_text("N");
  command->add_option("--warmup", options->plan.warmup, "runs before that, not counted")
      ->check(CLI::Range(0, 1'000'000))
      ->option_text("N");
  const auto passes = collect::collectors_of(collect::command_passes());
  add_collect_options(*command, options->plan,
                      fmt::format("{} (one more run each), with commas, or none",
                                  text::listed(collector_names(passes), "and")));
  add_command_options(*command, options->plan);
  command->add_flag_callback(
      "--json",
      [options] {
        options->output.format = "json";
        options->output.format_option = "--json";
      },
      "hone.report/1 instead of text");
  add_save_option(*command, options->output.file);
  command->footer(
      "The exit code is the command's own, 128 + N after signal N; 2: it cannot be run.\n\n"
      "Examples:\n"
      "  hone stat -- ls -R /usr/share\n"
      "  hone stat -r 20 -- ./program --fast\n"
      "  hone stat --events page-faults,instructions:u -- true\n"
      "  hone stat --collect cache -- ./program");
  command->callback([options, &globals, &run] {
    add_after_dashes(globals, options->plan.command);
    run = [options, &globals] { return stat(*options, globals); };
  });
}

}  // namespace hone::cli
