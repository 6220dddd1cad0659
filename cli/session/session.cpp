#include "cli/session/session.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <time.h>

#include "analyzers/analyze/analyze.hpp"
#include "analyzers/analyze/crossovers.hpp"
#include "analyzers/collect/environment.hpp"
#include "analyzers/collect/external_tools.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/simulate/valgrind_cpu.hpp"
#include "analyzers/measure/runner.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/journal_file.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/save.hpp"
#include "cli/output/version.hpp"
#include "cli/session/report_saver.hpp"
#include "cli/session/saved_report.hpp"
#include "fmt/format.h"
#include "reports/formats/formats.hpp"

namespace hone::cli {
namespace {

// Whether callgrind runs, for a pass or for a verdict on its counts.
bool simulates(const Plan& plan) {
  const auto by_pass = [](const std::string& id) { return collect::find_pass(id)->simulates; };
  const auto by_count = [](const VerdictMetric& metric) { return metric.id == "instructions"; };
  return std::any_of(plan.collectors.begin(), plan.collectors.end(), by_pass) ||
         std::any_of(plan.metrics.begin(), plan.metrics.end(), by_count);
}

Report begin_report(const Plan& plan, const measure::Executor& executor) {
  Report report;
  report.tool = tool();
  report.created = now_utc();
  report.environment = collect::collect_environment();
  report.environment.tools = collect::find_external_tools(collect::tools_of(collect::passes()));
  for (const std::string& collector : plan.collectors) {
    const collect::Pass& pass = *collect::find_pass(collector);
    if (pass.warnings == nullptr) continue;
    for (Warning& warning : pass.warnings(report.environment)) {
      report.environment.warnings.push_back(std::move(warning));
    }
  }
  if (simulates(plan)) {
    if (const auto& processor = collect::simulated_processor()) {
      report.environment.simulated = *processor;
    }
  }
  report.plan = {.seed = plan.seed,
                 .alpha = plan.alpha,
                 .margin = plan.margin,
                 .budget_seconds = plan.pairs || std::isinf(plan.budget.count())
                                       ? std::nullopt
                                       : std::optional(plan.budget.count()),
                 .runs = plan.pairs,
                 .until_decided = plan.until_decided,
                 .estimand = plan.estimand,
                 .collectors = plan.collectors,
                 .pay_off = plan.pay_off,
                 .input = executor.input()};
  if (!executor.counters().events.empty()) {
    report.plan.collectors.insert(report.plan.collectors.begin(), std::string(counters_id));
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

// The result says whether the report could be saved.
Result<void> measure_subjects(const Plan& plan, measure::Executor& executor,
                              const std::string& output, bool show_progress, Report& report) {
  std::optional<Progress> progress(std::in_place, show_progress, plan);
  ReportSaver saver(output);
  for (const Subject& subject : plan.subjects) {
    if (executor.interrupted()) break;
    progress->next_subject();
    const SubjectRun run = measure::run_subject(subject, plan, executor, *progress);
    if (!measured_anything(run)) continue;
    report.subjects.push_back(analyze::analyze(subject, run, plan));
    const bool is_last = &subject == &plan.subjects.back();
    if (!is_last && !executor.interrupted()) saver.subject_done(report);
  }
  progress.reset();  // the report may go to the terminal that it is on
  report.interrupted = executor.interrupted();
  report.crossovers = analyze::find_crossovers(report.subjects, report.interrupted);
  return saver.finish(report);
}

// What an earlier run with the same output left behind is not lost, and that is said.
void keep_older_journal(const std::string& output) {
  if (output.empty() || is_stream(output)) return;
  const std::string journal = journal_of(output);
  const Result<std::optional<std::string>> kept = set_aside(journal);
  if (!kept) {
    print_error(kept.error());
  } else if (*kept) {
    print_error(
        fmt::format("an earlier run was cut off; what it had finished is kept as '{}'", **kept),
        fmt::format("hone report {} shows it", **kept));
  }
}

// That no other run writes the report, and that a journal can stand beside it where one is kept.
Result<void> check_journal(const std::string& output, Saving saving) {
  const std::string journal = journal_of(output);
  switch (state_of_journal(journal)) {
    case JournalState::in_use:
      return Error{fmt::format("another run of hone is writing '{}'", output),
                   "wait for it, or name another file"};
    case JournalState::no_journal:
      if (saving == Saving::at_once) break;
      return Error{fmt::format("'{}' is in the way: finished subjects are kept there", journal),
                   "name another file"};
    case JournalState::left_behind:
      if (saving == Saving::at_once || is_journal(journal)) break;
      return Error{
          fmt::format("'{}' is in the way: finished subjects are kept there, and it is no journal "
                      "of an earlier run",
                      journal),
          "name another file, or move that one"};
    case JournalState::none: break;
  }
  return {};
}

bool any_subject_failed(const Report& report) {
  for (const SubjectReport& subject : report.subjects) {
    for (const Finding& finding : subject.findings) {
      if (finding.is_failure) return true;
    }
  }
  return false;
}

// Whether stdout gets data in place of the text. `-o -` asks for no more than JSON there does.
bool takes_stdout(const OutputOptions& output) {
  if (output.format == reports::terminal_format().id) return false;
  return output.format != reports::json_format().id || !names_stdout(output.file);
}

int exit_code_of(const Report& report) {
  if (report.interrupted) return exit_interrupted;
  return any_subject_failed(report) ? exit_subject_failed : exit_done;
}

}  // namespace

std::string now_utc() {
  const time_t now = time(nullptr);
  tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

Result<void> check_output(const OutputOptions& output, FileRoles others, Saving saving) {
  std::vector<FileRole>& written = others.written;
  if (takes_stdout(output)) {
    written.insert(
        written.begin(),
        {output.format_option.empty() ? "--format " + output.format : output.format_option, "-"});
  }
  const bool is_file = !output.file.empty() && !is_stream(output.file);
  if (is_file && saving == Saving::as_it_goes) {
    written.insert(written.begin(), {"the journal of -o", journal_of(output.file)});
  }
  written.insert(written.begin(), {"-o", output.file});
  if (Result<void> apart = check_apart(others); !apart) return apart;
  if (output.file.empty()) return {};
  if (Result<void> saveable = check_saveable(output.file); !saveable) return saveable;
  return is_file ? check_journal(output.file, saving) : Result<void>{};
}

std::string rendered(const Report& report, const OutputOptions& output, const Globals& globals) {
  const reports::Format& format =
      names_stdout(output.file) ? reports::json_format() : *reports::find_format(output.format);
  const reports::Extent extent = output.details ? reports::Extent::all : reports::Extent::screens;
  return format.render(report, {stdout_style(globals), extent});
}

Measured measure_all(const Plan& plan, measure::Executor& executor, const OutputOptions& output,
                     const Globals& globals) {
  collect::install_interrupt_handlers();
  Report report = begin_report(plan, executor);
  const bool show_progress = !globals.quiet && stderr_is_terminal();
  const std::string file = names_stdout(output.file) ? "" : output.file;
  keep_older_journal(file);
  const Result<void> saved = measure_subjects(plan, executor, file, show_progress, report);
  if (!saved) print_error(saved.error());
  const int code = saved ? exit_code_of(report) : static_cast<int>(exit_bad_usage);
  return {std::move(report), code};
}

int measure_and_report(const Plan& plan, measure::Executor& executor, const OutputOptions& output,
                       const Globals& globals) {
  const Measured measured = measure_all(plan, executor, output, globals);
  return finish_with_output(rendered(measured.report, output, globals), measured.exit_code);
}

}  // namespace hone::cli
