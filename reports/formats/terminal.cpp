#include "reports/formats/terminal.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/sections/crossover_section.hpp"
#include "reports/sections/headline.hpp"
#include "reports/sections/overview.hpp"
#include "reports/sections/pay_off.hpp"
#include "reports/sections/subject_section.hpp"
#include "reports/sections/unmeasured.hpp"
#include "reports/words/format.hpp"
#include "reports/words/provenance_key.hpp"

namespace hone::reports {

namespace {

std::string interruption(const TerminalStyle& style) {
  return paint("Interrupted", Tone::doubtful, style) + ": only what was finished is shown.\n";
}

std::string disturbances(const Environment& environment, const TerminalStyle& style) {
  if (environment.warnings.empty()) return "";
  std::string out = paint("What may have disturbed it", Tone::strong, style) + "\n";
  for (const Warning& warning : environment.warnings) {
    std::string text = escape_text(warning.text);
    if (!warning.remedy.empty()) text += "; " + escape_text(warning.remedy);
    out += paragraph(text, 2, 4, style);
  }
  return out;
}

std::string effort(const PlanSummary& plan) {
  if (plan.until_decided) {
    return plan.budget_seconds
               ? fmt::format("until decided, up to {:g} s a comparison", *plan.budget_seconds)
               : "until decided";
  }
  if (!plan.budget_seconds) return "without a limit of time";
  return fmt::format("up to {:g} s a comparison", *plan.budget_seconds);
}

bool is_command(const SubjectReport& subject) { return subject.kind == SubjectKind::command; }

std::string_view per_what(const std::vector<SubjectReport>& subjects) {
  if (std::none_of(subjects.begin(), subjects.end(), is_command)) return "per iteration";
  const bool all = std::all_of(subjects.begin(), subjects.end(), is_command);
  return all ? "per run" : "per iteration, of commands per run";
}

std::string closing(const Report& report, const TerminalStyle& style) {
  const PlanSummary& plan = report.plan;
  std::string text =
      fmt::format("{} {}: seed {}, alpha {:g}, margin {}, {}.", escape_text(report.tool.name),
                  escape_text(report.tool.version), plan.seed, plan.alpha,
                  format_setting_percent(plan.margin), effort(plan));
  text += provenance_key(report);
  if (!report.subjects.empty()) {
    text += fmt::format(" Times and counts are {}; a change in percent is that of the metric.",
                        per_what(report.subjects));
  }
  return paragraph(text, 0, 0, style);
}

// The overview with the sentences on scans, which are what a sweep is made for: at the end that the
// eye meets.
std::string overview(const Report& report, const TerminalStyle& style) {
  std::string table = render_overview(report, style);
  const std::string crossovers = render_crossovers(report, style);
  if (crossovers.empty()) return table;
  return style.answer_last ? table + "\n" + crossovers : crossovers + "\n" + table;
}

// Sentences for one comparison of commands, else a table. The table of a workload that is alone
// is the answer by itself, unless it has scrolled away.
std::string answer(const Report& report, const TerminalStyle& style) {
  if (report.subjects.empty()) return "No subject was finished.\n";
  if (report.plan.pay_off) return render_pay_off(report, style);
  if (report.subjects.size() > 1) return overview(report, style);
  const SubjectReport& only = report.subjects.front();
  if (is_command(only)) return render_headlines(only, report.plan, style);
  return style.answer_last ? render_overview(report, style) : "";
}

SectionOptions section_options(const Report& report, const SubjectReport& subject) {
  const bool is_alone = report.subjects.size() == 1;
  return {
      .shows_quantiles = is_alone || is_command(subject),
      .inconclusive = is_alone && is_command(subject) ? Inconclusive::told : Inconclusive::explain};
}

}  // namespace

std::string render_terminal(const Report& report, const TerminalStyle& style) {
  std::vector<std::string> first;
  if (report.interrupted) first.push_back(interruption(style));
  first.push_back(answer(report, style));

  std::vector<std::string> sections;
  for (const SubjectReport& subject : report.subjects) {
    if (report.plan.pay_off) break;  // one table: the points are many
    sections.push_back(
        render_subject(subject, report.plan, section_options(report, subject), style));
  }
  sections.push_back(render_unmeasured(report, Warnings::shown, style));
  sections.push_back(disturbances(report.environment, style));
  sections.push_back(closing(report, style));
  sections.insert(style.answer_last ? sections.end() : sections.begin(), first.begin(),
                  first.end());

  std::string out;
  for (const std::string& section : sections) {
    if (section.empty()) continue;
    if (!out.empty()) out += '\n';
    out += section;
  }
  return out;
}

}  // namespace hone::reports
