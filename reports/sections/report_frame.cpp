#include "reports/sections/report_frame.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzers/text/cpu_list.hpp"
#include "reports/words/format.hpp"
#include "reports/words/provenance_key.hpp"

namespace hone::reports {

namespace {

std::string effort(const PlanSummary& plan) {
  if (plan.until_decided) {
    return plan.budget_seconds
               ? fmt::format("until decided, up to {:g} s a comparison", *plan.budget_seconds)
               : "until decided";
  }
  if (plan.runs) return fmt::format("{} {} of each", *plan.runs, *plan.runs == 1 ? "run" : "runs");
  if (!plan.budget_seconds) return "without a limit of time";
  return fmt::format("up to {:g} s a comparison", *plan.budget_seconds);
}

std::string_view per_what(const std::vector<SubjectReport>& subjects) {
  if (std::none_of(subjects.begin(), subjects.end(), is_command)) return "per iteration";
  const bool all = std::all_of(subjects.begin(), subjects.end(), is_command);
  return all ? "per run" : "per iteration, of commands per run";
}

// Said only of what hone did: what each subject could not have is among its remarks.
std::string placement_text(const std::vector<SubjectReport>& subjects) {
  const auto is_narrowed = [](const SubjectReport& subject) {
    return subject.placement && subject.placement->is_one_cpu;
  };
  const auto first = std::find_if(subjects.begin(), subjects.end(), is_narrowed);
  if (first == subjects.end()) return "";
  const Placement& placement = *first->placement;
  const bool all = std::all_of(subjects.begin(), subjects.end(), is_narrowed);
  std::string text =
      placement.cpus.size() == 1
          ? fmt::format(" All runs{} were on CPU {}", all ? "" : " of what needs one CPU",
                        placement.cpus.front())
          : fmt::format(" Each pair{} ran on one CPU, drawn from {}",
                        all ? "" : " of what needs no more", text::cpu_list(placement.cpus));
  if (!placement.other_kind.empty()) {
    text += fmt::format(", not {}, whose cores are of another kind",
                        text::cpu_list(placement.other_kind));
  }
  return text + "; a program that asks sees that one only.";
}

}  // namespace

Document interruption(std::string_view what) {
  Text text = Span{.text = "Interrupted", .tone = Tone::doubtful};
  text += fmt::format(": only what was finished is {}.", what);
  Document document;
  document.add(Paragraph{std::move(text)});
  return document;
}

Document disturbances(const Environment& environment) {
  Document document;
  if (environment.warnings.empty()) return document;
  document.add(Heading{"What may have disturbed it"});
  for (const Warning& warning : environment.warnings) {
    std::string text = warning.text;
    if (!warning.remedy.empty()) text += "; " + warning.remedy;
    document.add(Paragraph{std::move(text), Paragraph::Role::item});
  }
  return document;
}

std::string input_text(const std::optional<InputSummary>& input) {
  if (!input) return "";
  std::string text = fmt::format(" Input: {}", input->name);
  if (input->bytes) text += fmt::format(", {}", format_bytes(static_cast<double>(*input->bytes)));
  if (input->is_kept) text += ", read once, before the first run";
  return text + ".";
}

Document closing(const Report& report) {
  const PlanSummary& plan = report.plan;
  std::string text = fmt::format("{} {}: seed {}, alpha {:g}, margin {}, {}.", report.tool.name,
                                 report.tool.version, plan.seed, plan.alpha,
                                 format_setting_percent(plan.margin), effort(plan));
  text += input_text(plan.input);
  text += placement_text(report.subjects);
  text += provenance_key(report);
  if (!report.subjects.empty()) {
    text += fmt::format(" Times and counts are {}; a change in percent is that of the metric.",
                        per_what(report.subjects));
  }
  Document document;
  document.add(Paragraph{std::move(text)});
  return document;
}

}  // namespace hone::reports
