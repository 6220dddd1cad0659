#include "reports/terminal.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/escape.hpp"
#include "reports/format.hpp"
#include "reports/overview.hpp"
#include "reports/subject_section.hpp"
#include "reports/unmeasured.hpp"
#include "reports/wrap.hpp"

namespace hone::reports {

namespace {

constexpr std::array<std::pair<Provenance, std::string_view>, 4> provenance_key{{
    {Provenance::measured, "by the kernel, the PMU or a clock"},
    {Provenance::simulated, "by callgrind's model"},
    {Provenance::estimated, "computed from other measurements"},
    {Provenance::counted, "every event, exact"},
}};

bool uses(const Report& report, Provenance provenance) {
  for (const SubjectReport& subject : report.subjects) {
    for (const VariantReport& variant : subject.variants) {
      for (const auto& [metric, reading] : variant.metrics) {
        const MetricSummary* summary = std::get_if<MetricSummary>(&reading);
        if (summary != nullptr && summary->provenance == provenance) return true;
      }
    }
  }
  return false;
}

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

std::string closing(const Report& report, const TerminalStyle& style) {
  const PlanSummary& plan = report.plan;
  std::string text =
      fmt::format("{} {}: seed {}, alpha {:g}, margin {}, up to {:g} s a comparison.",
                  escape_text(report.tool.name), escape_text(report.tool.version), plan.seed,
                  plan.alpha, format_setting_percent(plan.margin), plan.budget_seconds);
  for (const auto& [provenance, meaning] : provenance_key) {
    if (uses(report, provenance)) text += fmt::format(" {}: {}.", to_string(provenance), meaning);
  }
  text += " Times and counts are per iteration; a change in percent is that of the metric.";
  return paragraph(text, 0, 0, style);
}

}  // namespace

std::string render_terminal(const Report& report, const TerminalStyle& style) {
  std::vector<std::string> answer;
  if (report.interrupted) answer.push_back(interruption(style));
  if (report.subjects.empty()) answer.emplace_back("No subject was finished.\n");
  // A single subject's table is the answer, unless it has scrolled away.
  const std::size_t fewest = style.answer_last ? 1 : 2;
  if (report.subjects.size() >= fewest) answer.push_back(render_overview(report, style));

  std::vector<std::string> sections;
  for (const SubjectReport& subject : report.subjects) {
    sections.push_back(render_subject(subject, report.plan, style));
  }
  sections.push_back(render_unmeasured(report, style));
  sections.push_back(disturbances(report.environment, style));
  sections.push_back(closing(report, style));
  sections.insert(style.answer_last ? sections.end() : sections.begin(), answer.begin(),
                  answer.end());

  std::string out;
  for (const std::string& section : sections) {
    if (section.empty()) continue;
    if (!out.empty()) out += '\n';
    out += section;
  }
  return out;
}

}  // namespace hone::reports
