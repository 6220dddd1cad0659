#include "cli/commands/run.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <time.h>

#include "analyzers/analyze/analyze.hpp"
#include "analyzers/collect/environment.hpp"
#include "analyzers/collect/external_tools.hpp"
#include "analyzers/collect/interrupt.hpp"
#include "analyzers/collect/passes.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/plan_builder.hpp"
#include "cli/process_executor.hpp"
#include "cli/progress.hpp"
#include "cli/runner.hpp"
#include "cli/save.hpp"
#include "cli/version.hpp"
#include "reports/json.hpp"
#include "reports/terminal.hpp"

namespace hone::cli {
namespace {

struct RunCommand {
  RunOptions plan;
  std::string output;  // empty: none
  bool json = false;   // what goes to stdout
};

std::string now_utc() {
  const time_t now = time(nullptr);
  tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

Report begin_report(const Plan& plan, const RunOptions& options) {
  Report report;
  report.tool = tool();
  report.created = now_utc();
  report.environment = collect::collect_environment();
  report.environment.tools = collect::find_external_tools();
  for (const std::string& collector : plan.collectors) {
    const collect::Pass& pass = *collect::find_pass(collector);
    if (pass.warnings == nullptr) continue;
    for (Warning& warning : pass.warnings(report.environment)) {
      report.environment.warnings.push_back(std::move(warning));
    }
  }
  report.plan = {.seed = plan.seed,
                 .alpha = plan.alpha,
                 .margin = plan.margin,
                 .budget_seconds = plan.budget.count(),
                 .metric = options.metric,
                 .collectors = plan.collectors};
  return report;
}

bool measured_anything(const SubjectRun& run) {
  for (const VariantRun& variant : run.variants) {
    if (!variant.samples.empty() || variant.failure) return true;
  }
  return false;
}

// Measures one subject after the other; saves after each, so that nothing finished is lost.
// The result says whether the last save worked.
Result<void> measure(const Plan& plan, const std::string& output, bool show_progress,
                     Report& report) {
  ProcessExecutor executor(plan.timeout);
  Progress progress(show_progress, plan.subjects.size());
  Result<void> saved = {};
  for (const Subject& subject : plan.subjects) {
    if (executor.interrupted()) break;
    progress.next_subject();
    const SubjectRun run = run_subject(subject, plan, executor, progress);
    if (!measured_anything(run)) continue;
    report.subjects.push_back(analyze::analyze(subject, run, plan));
    if (!output.empty()) saved = save_atomically(output, reports::render_json(report));
  }
  report.interrupted = executor.interrupted();
  // Once more, to say so; but an interrupt before anything was finished replaces no older report.
  if (report.interrupted && !output.empty() && !report.subjects.empty()) {
    saved = save_atomically(output, reports::render_json(report));
  }
  return saved;
}

bool any_subject_failed(const Report& report) {
  for (const SubjectReport& subject : report.subjects) {
    for (const Finding& finding : subject.findings) {
      if (finding.is_failure) return true;
    }
  }
  return false;
}

int exit_code_of(const Report& report) {
  if (report.interrupted) return exit_interrupted;
  return any_subject_failed(report) ? exit_subject_failed : exit_done;
}

int run_catalogue(const RunCommand& command, const Globals& globals) {
  const Result<Plan> plan = build_plan(command.plan);
  if (!plan) {
    print_error(plan.error());
    return exit_bad_usage;
  }
  if (!command.output.empty()) {
    if (const Result<void> saveable = check_saveable(command.output); !saveable) {
      print_error(saveable.error());
      return exit_bad_usage;
    }
  }
  collect::install_interrupt_handlers();
  Report report = begin_report(*plan, command.plan);
  const bool show_progress = !globals.quiet && stderr_is_terminal();
  const Result<void> saved = measure(*plan, command.output, show_progress, report);
  if (!saved) print_error(saved.error());
  const int code = saved ? exit_code_of(report) : static_cast<int>(exit_bad_usage);
  return finish_with_output(command.json ? reports::render_json(report)
                                         : reports::render_terminal(report, stdout_style(globals)),
                            code);
}

// 2^53 - 1: the largest number that every JSON reader keeps exact.
constexpr std::int64_t largest_seed = 9007199254740991;

void add_plan_options(CLI::App& command, RunOptions& options) {
  command.add_option("SELECTOR", options.selectors, "ids, families or globs; none: all");
  command.add_option("-p,--parameter", options.sweeps, "name=v1,v2,...: sweep a parameter")
      ->take_all()
      ->expected(1);
  command.add_flag("--quick", options.quick, "2 s a comparison");
  command.add_flag("--thorough", options.thorough, "60 s a comparison");
  command.add_option("--budget", options.budget, "time for a comparison, e.g. 10s (the default)");
  command.add_option("--margin", options.margin, "change that still counts as equivalent")
      ->capture_default_str();
  command.add_option("--alpha", options.alpha, "error rate of each verdict")->capture_default_str();
  command.add_option("--metric", options.metric,
                     "what the verdict is about: wall, cpu or peak_rss");
  command.add_option("--collect", options.collect, "other passes: allocations,cache or none")
      ->capture_default_str();
  command.add_option("--seed", options.seed, "draws the same orders again")
      ->check(CLI::Range(std::int64_t{0}, largest_seed));
  command.add_option("--timeout", options.timeout, "for one answer of a worker")
      ->capture_default_str();
  command
      .add_flag("--against-itself", options.against_itself,
                "compare each baseline with itself (an A/A test of hone)")
      ->group("");
}

}  // namespace

void add_run_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("run", "before/after of workloads: who wins, by how much");
  auto options = std::make_shared<RunCommand>();
  add_plan_options(*command, options->plan);
  command->add_option("-o,--output", options->output, "save the JSON report to a file");
  command
      ->add_option_function<std::string>(
          "--format", [options](const std::string& format) { options->json = format == "json"; },
          "what stdout gets: terminal or json")
      ->check(CLI::IsMember({"terminal", "json"}))
      ->default_str("terminal");
  command->footer(
      "Examples:\n"
      "  hone run --quick\n"
      "  hone run memory/arena -p nodes=1000,100000 -o arena.json\n"
      "  hone run 'cache/*' --metric wall --budget 20s\n"
      "  hone run simd/explicit_sum --collect allocations,cache");
  command->callback([options, &globals, &run] {
    run = [options, &globals] { return run_catalogue(*options, globals); };
  });
}

}  // namespace hone::cli
