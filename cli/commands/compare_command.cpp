#include "cli/commands/compare_command.hpp"

#include <memory>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/exec_arguments.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/measure/command_executor.hpp"
#include "cli/options/cpu_option.hpp"
#include "cli/options/failure_option.hpp"
#include "cli/options/flag_word.hpp"
#include "cli/options/shell_option.hpp"
#include "cli/output/console.hpp"
#include "cli/plan/compare_plan.hpp"
#include "cli/session/session.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace hone::cli {
namespace {

constexpr int most_commands = 10'000;

struct CompareCommand {
  CompareOptions plan;
  OutputOptions output;
};

// Asked before a long run rather than after it: whether what counts the verdicts' metrics is here.
Result<void> check_tools(const Plan& plan) {
  for (const VerdictMetric& metric : plan.metrics) {
    if (!is_deterministic(metric.id)) continue;
    const collect::Pass* const pass =
        collect::first_pass_that_reads(metric.id, collect::command_passes());
    if (pass == nullptr || pass->tool.empty()) continue;
    Launch tool;
    tool.argv = {std::string(pass->tool)};
    if (const auto found = collect::find_program(tool); !found) {
      return Error{fmt::format("--metric {} needs {}, which was not found", metric.id, pass->tool),
                   fmt::format("install {}, or compare by cpu_time", pass->tool)};
    }
  }
  return {};
}

Result<void> check_shell(const std::string& shell, const Plan& plan) {
  if (shell.empty()) return {};
  const auto found = collect::find_program(plan.subjects.front().variants.front().launch);
  if (found) return {};
  return Error{fmt::format("--shell: {}", found.error().what), found.error().next};
}

// Known before anything runs, as are a shell's reserved words: what has no program of its name.
Result<void> check_shell_words(const Plan& plan) {
  const auto check = [](const std::optional<Launch>& launch) -> Result<void> {
    if (!launch || launch->argv.empty() || !collect::is_shell_word(launch->argv.front())) return {};
    if (collect::find_program(*launch)) return {};
    return Error{fmt::format("'{}' in the command \"{}\" means something to a shell only",
                             launch->argv.front(), fmt::join(launch->argv, " ")),
                 "add --shell"};
  };
  for (const Subject& subject : plan.subjects) {
    for (const Variant& variant : subject.variants) {
      const Hooks& hooks = variant.hooks;
      for (const std::optional<Launch>& launch : {std::optional(variant.launch), hooks.setup,
                                                  hooks.prepare, hooks.conclude, hooks.cleanup}) {
        if (Result<void> known = check(launch); !known) return known;
      }
    }
  }
  return {};
}

int compare(const CompareCommand& command, const Globals& globals) {
  const Result<Plan> plan = build_compare_plan(command.plan);
  if (!plan) return refuse(plan.error());
  if (auto named = check_not_filled_in("-o", command.output.file, command.plan); !named) {
    return refuse(named.error());
  }
  FileRoles roles = roles_of(command.plan);
  add_programs(launches_of(*plan), roles);
  if (auto saveable = check_output(command.output, roles); !saveable) {
    return refuse(saveable.error());
  }
  if (auto usable = check_cpu_choice(plan->cpus, collect::home_cpus()); !usable) {
    return refuse(usable.error());
  }
  if (auto shell = check_shell(command.plan.shell, *plan); !shell) return refuse(shell.error());
  if (auto words = check_shell_words(*plan); !words) return refuse(words.error());
  if (const Result<void> tools = check_tools(*plan); !tools) return refuse(tools.error());
  Result<collect::CounterPlan> counters = collect::plan_counters(*plan);
  if (!counters) return refuse(counters.error());
  collect::install_interrupt_handlers();  // a pipe is read to its end first
  Result<measure::CommandExecutor> executor =
      measure::CommandExecutor::start(plan->command, std::move(*counters), plan->cpus);
  if (!executor) return refuse(executor.error());
  if (const std::string never = runs_that_never_decide(*plan); !never.empty()) {
    print_error(never, "the medians are shown all the same");
  }
  return measure_and_report(*plan, *executor, command.output, globals);
}

void add_run_options(CLI::App& command, CompareOptions& options) {
  add_repeated(
      command, "-n,--name", "NAME", options.names,
      "what a command is called in the report, {NAME} as below; once for each, or with one "
      "command once for each value");
  add_repeated(
      command, "-P,--parameter", "NAME=VALUES", options.scans,
      "for {NAME} in the commands: values and ranges, v1,v2,first..last:step (\\, is a comma), "
      "where the step is 1 when it is not given; {{NAME}} is {NAME} then, and without -P braces "
      "are as typed. Several commands are compared at each value. Of one COMMAND the values of the "
      "first -P that has several are compared with each other, at each of any further -P's");
  command
      .add_option(
          "--reference", options.reference,
          "the baseline, the first by default: of one COMMAND a value, or NAME=VALUE, which "
          "says of which -P the values are compared; of several one of them, or its -n")
      ->check(is_not_empty())
      ->option_text("WHICH");
  add_repeated(command, "--setup", "CMD", options.setup, "runs once before a command's first run");
  add_repeated(command, "--prepare", "CMD", options.prepare, "runs before each run, untimed");
  add_repeated(command, "--conclude", "CMD", options.conclude, "runs after each run, untimed");
  add_repeated(command, "--cleanup", "CMD", options.cleanup,
               "runs once after a command's last run, however that ended; these four are told "
               "HONE_VARIANT, the name, and around a run HONE_RUN, 0 for the first");
  add_shell_option(command, options.shell);
  add_command_options(command, options);
  add_failure_option(command, options.ignore_failure);
  command
      .add_option("--warmup", options.warmup, "untimed runs of each command first, 1 by default")
      ->check(CLI::Range(0, 1'000'000))
      ->option_text("N");
  command
      .add_option("--runs", options.runs,
                  "exactly N timed runs of each command in place of a budget, for commands of "
                  "minutes; a verdict takes 6")
      ->check(CLI::Range(1, most_pairs))
      ->option_text("N");
}

void add_metric_options(CLI::App& command, CompareOptions& options) {
  command
      .add_option("--metric", options.metric,
                  fmt::format("what the verdict is about: {}, or one that is defined here; "
                              "several: wall,peak_rss",
                              fmt::join(metric_names(VerdictOf::command, usual_metric), ", ")))
      ->check(is_not_empty())
      ->option_text("NAMES");
  add_repeated(command, "--metric-regex", "NAME=REGEX", options.metric_regexes,
               "a number in the output, the first group of the first match; NAME:higher when more "
               "is better, NAME:difference when it may be 0 or below");
  add_repeated(command, "--metric-json", "NAME=/POINTER", options.metric_pointers,
               "a number in output that is JSON; NAME= when the output is the number");
}

}  // namespace

void add_compare_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("compare", "the same for your own commands");
  auto options = std::make_shared<CompareCommand>();
  // Else CLI11 would take '[ a, b ]' for a list, and '[' is a program.
  command
      ->add_option("COMMAND", options->plan.commands,
                   "two or more, each quoted as one word; or one, for several values of a -P")
      ->take_all()
      ->expected(most_commands, -1)
      ->allow_extra_args(false)
      ->option_text("...");
  add_run_options(*command, options->plan);
  add_metric_options(*command, options->plan);
  const auto passes = collect::collectors_of(collect::command_passes());
  add_collect_options(
      *command, options->plan,
      fmt::format("{}, with commas, or none", fmt::join(collector_names(passes), ", ")));
  add_comparison_options(*command, options->plan);
  add_output_options(*command, options->output);
  command->footer(
      "Times have a unit: 500ms, 10s, 2m. Exit codes: 0 done, 2 bad usage, 4 a command\n"
      "failed, 130 interrupted; what was finished is reported all the same.\n\n"
      "Examples:\n"
      "  hone compare 'sort -n data' 'sort --parallel=1 -n data'\n"
      "  hone compare --until-decided ./old ./new\n"
      "  hone compare --runs 6 --warmup 0 --prepare 'make clean' 'make -j4' 'make -j8'\n"
      "  hone compare -P n=1,10,100 './a {n}' './b {n}' -o c.json\n"
      "  hone compare -P n=1,2,4,8 'make -B -j{n}'\n"
      "  hone compare -P level=1..9 --reference 6 'gzip -{level} -c data'\n"
      "  generate | hone compare --input - './a' './b'\n"
      "  hone compare --metric cpu,peak_rss --prepare 'rm -f out' './a out' './b out'\n"
      "  hone compare --shell bash 'a <(b)' 'b | a'\n"
      "  hone compare --collect counters,allocations,cache ./a ./b\n"
      "  hone compare --metric allocations ./a ./b\n"
      "  hone compare --metric-regex 'rate:higher=([0-9.]+) MB/s' ./a ./b\n"
      "  hone compare --metric-regex 'drift:difference=drift (.*)' ./a ./b");
  command->callback([options, command, &globals, &run] {
    CompareOptions& plan = options->plan;
    take_flag_words(*command, plan.commands,
                    {shell_word(plan.shell), failure_word(plan.ignore_failure)});
    settle_shell(plan.shell);
    run = [options, &globals] { return compare(*options, globals); };
  });
}

}  // namespace hone::cli
