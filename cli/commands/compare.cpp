#include "cli/commands/compare.hpp"

#include <memory>
#include <string>

#include "cli/command_executor.hpp"
#include "cli/compare_plan.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/session.hpp"

namespace hone::cli {
namespace {

struct CompareCommand {
  CompareOptions plan;
  OutputOptions output;
};

int refuse(const Error& error) {
  print_error(error);
  return exit_bad_usage;
}

int compare(const CompareCommand& command, const Globals& globals) {
  const Result<Plan> plan = build_compare_plan(command.plan);
  if (!plan) return refuse(plan.error());
  if (command.output.json && plan->command.output == CommandSettings::Output::inherit) {
    return refuse({"--format json and --output inherit would both write to stdout",
                   "save the report with -o FILE"});
  }
  if (const Result<void> saveable = check_output(command.output); !saveable) {
    return refuse(saveable.error());
  }
  Result<CommandExecutor> executor = CommandExecutor::start(plan->command);
  if (!executor) return refuse(executor.error());
  return measure_and_report(*plan, *executor, command.output, globals);
}

// CLI11 would split a value of several words at its commas or take several values at once.
void add_repeated(CLI::App& command, const std::string& names, std::vector<std::string>& values,
                  const std::string& help) {
  command.add_option(names, values, help)->expected(1)->take_all();
}

void add_run_options(CLI::App& command, CompareOptions& options) {
  add_repeated(command, "-n,--name", options.names, "what a command is called in the report");
  add_repeated(command, "-P,--parameter", options.scans,
               "name=v1,v2 or name=first..last:step, for {name} in the commands");
  add_repeated(command, "--setup", options.setup, "runs once before a command's first run");
  add_repeated(command, "--prepare", options.prepare, "runs before each run, untimed");
  add_repeated(command, "--conclude", options.conclude, "runs after each run, untimed");
  add_repeated(command, "--cleanup", options.cleanup, "runs once after a command's last run");
  command.add_flag("--shell", options.shell, "run all of these by /bin/sh -c");
  command.add_option("--input", options.input, "a file for stdin, or null")->capture_default_str();
  command.add_option("--output", options.output, "where stdout goes: null, inherit or a file")
      ->capture_default_str();
  command.add_flag("-i,--ignore-failure", options.ignore_failure,
                   "runs that fail count all the same");
  command.add_option("--timeout", options.timeout, "of a run, e.g. 30s; none by default");
  command.add_option("--warmup", options.warmup, "untimed runs of each command, at least one")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  add_repeated(command, "--env", options.environment, "NAME=VALUE for the commands");
  command.add_option("--cwd", options.cwd, "the folder to run in");
}

void add_metric_options(CLI::App& command, CompareOptions& options) {
  command.add_option("--metric", options.metric,
                     "what the verdict is about: wall (the default), cpu, user, system, peak_rss, "
                     "page_faults, or one defined below; several: wall,peak_rss");
  add_repeated(command, "--metric-regex", options.metric_regexes,
               "name=REGEX or name:higher=REGEX: a number in the output, the first group");
  add_repeated(command, "--metric-json", options.metric_pointers,
               "name=/json/pointer: a number in output that is JSON");
}

}  // namespace

void add_compare_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command =
      app.add_subcommand("compare", "the same for any commands; the first is the baseline");
  auto options = std::make_shared<CompareCommand>();
  command->add_option("COMMAND", options->plan.commands, "two or more, each quoted as one word");
  add_run_options(*command, options->plan);
  add_metric_options(*command, options->plan);
  add_comparison_options(*command, options->plan);
  add_output_options(*command, options->output);
  command->footer(
      "Examples:\n"
      "  hone compare 'sort -n data' 'sort --parallel=1 -n data'\n"
      "  hone compare --until-decided ./old ./new\n"
      "  hone compare -P n=1,10,100 './a {n}' './b {n}' -o c.json\n"
      "  hone compare --metric cpu,peak_rss --prepare 'rm -f out' './a out' './b out'\n"
      "  hone compare --metric-regex 'rate:higher=([0-9.]+) MB/s' ./a ./b");
  command->callback([options, &globals, &run] {
    run = [options, &globals] { return compare(*options, globals); };
  });
}

}  // namespace hone::cli
