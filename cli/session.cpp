#include "cli/session.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <time.h>

#include "analyzers/analyze/analyze.hpp"
#include "analyzers/analyze/crossovers.hpp"
#include "analyzers/collect/environment.hpp"
#include "analyzers/collect/external_tools.hpp"
#include "analyzers/collect/interrupt.hpp"
#include "analyzers/collect/passes.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/progress.hpp"
#include "cli/runner.hpp"
#include "cli/save.hpp"
#include "cli/version.hpp"
#include "reports/json.hpp"
#include "reports/terminal.hpp"

namespace hone::cli {
namespace {

Report begin_report(const Plan& plan, const Executor& executor) {
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
                 .budget_seconds = std::isinf(plan.budget.count())
                                       ? std::nullopt
                                       : std::optional(plan.budget.count()),
                 .until_decided = plan.until_decided,
                 .collectors = plan.collectors,
                 .pay_off = plan.pay_off};
  if (!executor.counters().events.empty()) {
    report.plan.collectors.insert(report.plan.collectors.begin(), "counters");
  }
  for (const VerdictMetric& metric : plan.metrics) report.plan.metrics.push_back(metric.id);
  return report;
}

bool measured_anything(const SubjectRun& run) {
  for (const VariantRun& variant : run.variants) {
    if (!variant.samples.empty() || variant.failure) return true;
    for (const auto& [id, reading] : variant.counts) {
      if (std::holds_alternative<Value>(reading)) return true;
    }
  }
  return false;
}

// The result says whether the last save worked.
Result<void> measure(const Plan& plan, Executor& executor, const std::string& output,
                     bool show_progress, Report& report) {
  Progress progress(show_progress, plan.subjects.size());
  Result<void> saved = {};
  for (const Subject& subject : plan.subjects) {
    if (executor.interrupted()) break;
    progress.next_subject();
    const SubjectRun run = run_subject(subject, plan, executor, progress);
    if (!measured_anything(run)) continue;
    report.subjects.push_back(analyze::analyze(subject, run, plan));
    if (output.empty()) continue;
    report.crossovers = analyze::find_crossovers(report.subjects);
    saved = save_atomically(output, reports::render_json(report));
  }
  report.interrupted = executor.interrupted();
  report.crossovers = analyze::find_crossovers(report.subjects, report.interrupted);
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

// 2^53 - 1: the largest number that every JSON reader keeps exact.
constexpr std::int64_t largest_seed = 9007199254740991;

}  // namespace

void add_comparison_options(CLI::App& command, ComparisonOptions& options) {
  command.add_flag("--quick", options.quick, "2 s a comparison");
  command.add_flag("--thorough", options.thorough, "60 s a comparison");
  command.add_option("--budget", options.budget, "time for a comparison, 10s by default")
      ->option_text("TIME");
  command.add_flag("--until-decided", options.until_decided,
                   "as long as it takes; look, and Ctrl-C, whenever you like");
  command
      .add_option("--margin", options.margin,
                  "change that still counts as equivalent, 1% by default")
      ->option_text("SHARE");
  add_alpha_option(command, options);
  add_seed_option(command, options);
}

void add_alpha_option(CLI::App& command, ComparisonOptions& options) {
  command.add_option("--alpha", options.alpha, "error rate of each verdict, 0.05 by default")
      ->option_text("SHARE");
}

void add_seed_option(CLI::App& command, ComparisonOptions& options) {
  command.add_option("--seed", options.seed, "draws the same orders again")
      ->check(CLI::Range(std::int64_t{0}, largest_seed))
      ->option_text("N");
}

void add_collect_options(CLI::App& command, CollectOptions& options, const std::string& collect) {
  command.add_option("--collect", options.collect, collect)->option_text("LIST");
  add_repeated(command, "--events", "LIST", options.events,
               "count these events: names as libpfm4 has them, with commas");
  command
      .add_option("--simulation-limit", options.simulation_limit,
                  "the longest that a simulated run may take, 60s by default")
      ->option_text("TIME");
}

void add_command_options(CLI::App& command, CommandOptions& options) {
  command.add_option("--input", options.input, "a file for stdin; null (the default) is empty")
      ->option_text("FILE");
  command
      .add_option("--output", options.output,
                  "where stdout goes: null (the default), inherit or a file")
      ->option_text("WHERE");
  command.add_option("--timeout", options.timeout, "of a run; none by default")
      ->option_text("TIME");
  add_repeated(command, "--env", "NAME=VALUE", options.environment, "added to its environment");
  command.add_option("--cwd", options.cwd, "the folder to run in")->option_text("FOLDER");
}

void add_repeated(CLI::App& command, const std::string& names, const std::string& value,
                  std::vector<std::string>& values, const std::string& help) {
  command.add_option(names, values, help)->take_all()->allow_extra_args(false)->option_text(value);
}

void add_wrapped_command(CLI::App& command, std::vector<std::string>& words,
                         const std::string& help) {
  constexpr int most_words = 100'000;
  command.add_option("COMMAND", words, help)
      ->take_all()
      ->expected(most_words, -1)
      ->allow_extra_args(false)
      ->option_text("...");
}

void add_after_dashes(const Globals& globals, std::vector<std::string>& words) {
  words.insert(words.end(), globals.after_dashes.begin(), globals.after_dashes.end());
}

void add_output_options(CLI::App& command, OutputOptions& options) {
  command.add_option("-o,--save", options.file, "save the JSON report to a file")
      ->option_text("FILE");
  command
      .add_option_function<std::string>(
          "--format", [&options](const std::string& format) { options.json = format == "json"; },
          "what stdout gets: terminal (the default) or json")
      ->check(CLI::IsMember({"terminal", "json"}))
      ->option_text("FORMAT");
}

std::string now_utc() {
  const time_t now = time(nullptr);
  tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

Result<void> check_output(const OutputOptions& output) {
  if (output.file.empty()) return {};
  return check_saveable(output.file);
}

Measured measure_all(const Plan& plan, Executor& executor, const OutputOptions& output,
                     const Globals& globals) {
  collect::install_interrupt_handlers();
  Report report = begin_report(plan, executor);
  const bool show_progress = !globals.quiet && stderr_is_terminal();
  const Result<void> saved = measure(plan, executor, output.file, show_progress, report);
  if (!saved) print_error(saved.error());
  const int code = saved ? exit_code_of(report) : static_cast<int>(exit_bad_usage);
  return {std::move(report), code};
}

int measure_and_report(const Plan& plan, Executor& executor, const OutputOptions& output,
                       const Globals& globals) {
  const Measured measured = measure_all(plan, executor, output, globals);
  return finish_with_output(output.json
                                ? reports::render_json(measured.report)
                                : reports::render_terminal(measured.report, stdout_style(globals)),
                            measured.exit_code);
}

}  // namespace hone::cli
