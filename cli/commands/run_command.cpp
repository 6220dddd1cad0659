#include "cli/commands/run_command.hpp"

#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/measure/workload_executor.hpp"
#include "analyzers/text/listing.hpp"
#include "cli/options/cpu_option.hpp"
#include "cli/output/console.hpp"
#include "cli/plan/caches_here.hpp"
#include "cli/plan/memory_check.hpp"
#include "cli/plan/plugins.hpp"
#include "cli/plan/run_plan.hpp"
#include "cli/session/session.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace hone::cli {
namespace {

struct RunCommand {
  RunOptions plan;
  std::vector<std::string> plugins;
  OutputOptions output;
};

// The plug-ins' processes end with the planning: nothing of them runs beside a measurement.
Result<Plan> plan_run(const RunCommand& command) {
  const auto timeout = parse_positive_duration("--timeout", command.plan.timeout);
  if (!timeout) return timeout.error();
  const Result<Plugins> plugins = Plugins::load(command.plugins, *timeout);
  if (!plugins) return plugins.error();
  const std::vector<workloads::Workload> offered =
      plugins->offered(!command.plan.selectors.empty());
  Result<Plan> plan = build_plan(command.plan, offered, caches_here());
  if (const Result<void> state = plugins->state(); !state) return state.error();
  return plan;
}

int run_workloads(const RunCommand& command, const Globals& globals) {
  const Result<Plan> plan = plan_run(command);
  if (!plan) return refuse(plan.error());
  if (auto usable = check_cpu_choice(plan->cpus, collect::home_cpus()); !usable) {
    return refuse(usable.error());
  }
  const Result<std::vector<TooLarge>> left_out = check_memory(*plan, collect::read_memory_limits());
  if (!left_out) return refuse(left_out.error());
  FileRoles roles;
  for (const std::string& plugin : command.plugins) roles.read.push_back({"--plugin", plugin});
  if (auto saveable = check_output(command.output, roles); !saveable) {
    return refuse(saveable.error());
  }
  Result<collect::CounterPlan> counters = collect::plan_counters(*plan);
  if (!counters) return refuse(counters.error());
  measure::WorkloadExecutor executor(plan->timeout, std::move(*counters), plan->cpus);
  for (const TooLarge& too_large : *left_out) {
    print_error(left_out_text(too_large), "");
    executor.leave_out(too_large.subject, too_large.why);
  }
  return measure_and_report(*plan, executor, command.output, globals);
}

void add_plan_options(CLI::App& command, RunOptions& options) {
  command.add_option("SELECTOR", options.selectors, "ids, families or globs; none: all")
      ->option_text("...");
  command
      .add_option(
          "-p,--parameter", options.sweeps,
          "sweep a parameter: values and ranges, v1,v2,first..last:step; without a step a range is "
          "about a dozen values, spaced by ratio where the last is 8 times the first")
      ->take_all()
      ->allow_extra_args(false)
      ->option_text("NAME=VALUES");
  command.add_flag("--pay-off", options.pay_off,
                   "one table: what each technique gains, costs in memory, and where it stops "
                   "paying here");
  command
      .add_option("--metric", options.metric,
                  fmt::format("what the verdict is about: {}; several: wall,peak_rss",
                              text::listed(metric_names(VerdictOf::workload), "or")))
      ->check(is_not_empty())
      ->option_text("NAMES");
  add_collect_options(
      command, options,
      fmt::format("{}, or none",
                  fmt::join(collector_names(collect::collectors_of(collect::passes())), ", ")));
  command.add_option("--timeout", options.timeout, "for one answer of a worker, 60s by default")
      ->option_text("TIME");
  add_comparison_options(command, options);
  command
      .add_flag("--against-itself", options.against_itself,
                "compare each baseline with itself (an A/A test of hone)")
      ->group("");
  command.add_option("--rounds", options.rounds, "blocks of a variant in a unit, odd")->group("");
  command.add_option("--block", options.block, "the shortest block aimed at, e.g. 2ms")->group("");
}

}  // namespace

void add_run_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("run", "before/after of workloads: who wins, by how much");
  auto options = std::make_shared<RunCommand>();
  add_plan_options(*command, options->plan);
  add_plugin_option(*command, options->plugins);
  add_output_options(*command, options->output);
  command->footer(
      "Examples:\n"
      "  hone run --quick\n"
      "  hone run memory/arena -p nodes=1000,100000 -o arena.json\n"
      "  hone run memory/small_vector -p length=1..128 --quick\n"
      "  hone run --pay-off --quick memory\n"
      "  hone run 'cache/*' --metric wall --budget 20s\n"
      "  hone run simd/explicit_sum --collect allocations,cache\n"
      "  hone run --plugin ./mine.so --quick");
  command->callback([options, &globals, &run] {
    run = [options, &globals] { return run_workloads(*options, globals); };
  });
}

}  // namespace hone::cli
