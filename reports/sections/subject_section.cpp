// Per metric of the verdicts a table of comparisons, then the distributions of commands, then
// the other metrics with their changes, and why times differ. A metric that no variant has is left
// out; why it is missing stands at the end of the report.
#include "reports/sections/subject_section.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/sections/command_lines.hpp"
#include "reports/sections/comparison_table.hpp"
#include "reports/sections/detail_table.hpp"
#include "reports/sections/distribution.hpp"
#include "reports/sections/explanation.hpp"
#include "reports/sections/heap_changes.hpp"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"

namespace hone::reports {

namespace {

std::string iteration_text(const SubjectReport& subject) {
  std::string text = escape_text(subject.work.iteration);
  if (text.empty()) text = "one run";
  if (!subject.work.operation.empty()) {
    text += fmt::format("; {} x {}", format_count(subject.work.operations),
                        escape_text(subject.work.operation));
  }
  if (subject.iterations_per_block > 0) {
    text += fmt::format("; {} iterations a block",
                        format_count(static_cast<double>(subject.iterations_per_block)));
  }
  return text;
}

std::string_view direction(Better better) {
  switch (better) {
    case Better::lower: return ", less is better";
    case Better::higher: return ", more is better";
    case Better::neither: return "";
  }
  return "";
}

std::string verdict_text(const SubjectReport& subject, const PlanSummary& plan) {
  std::string text;
  for (const VerdictMetric& metric : subject.metrics) {
    text += fmt::format("{}{}; ", metric_label(metric.id), direction(metric.better));
  }
  text += fmt::format("margin {}", format_setting_percent(plan.margin));
  const auto sampled =
      std::count_if(subject.metrics.begin(), subject.metrics.end(),
                    [](const VerdictMetric& metric) { return !is_deterministic(metric.id); });
  if (sampled > 1) text += "; Holm: each at its own alpha";
  return text;
}

std::string header(const SubjectReport& subject, const PlanSummary& plan,
                   const TerminalStyle& style) {
  std::string out = paint(escape_text(subject.id), Tone::strong, style) + "\n";
  const auto add = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) out += labelled(label, Tone::faint, text, style);
  };
  if (subject.kind == SubjectKind::command) {
    add("parameters", parameters_text(subject.parameters));
    out += render_command_lines(subject, style);
  } else {
    add("technique", escape_text(subject.technique));
    add("what", escape_text(subject.summary));
    add("parameters", parameters_text(subject.parameters));
    add("iteration", iteration_text(subject));
  }
  add("verdict on", verdict_text(subject, plan));
  return out;
}

}  // namespace

std::string render_subject(const SubjectReport& subject, const PlanSummary& plan,
                           const SectionOptions& options, const TerminalStyle& style) {
  const std::vector<std::string> compared = compared_metrics(subject);
  std::vector<std::string> details = present_metrics(subject);
  // CPI is IPC upside down; the explanation tells its change. Slots are what top-down shares are
  // of.
  std::erase_if(details, [&](const std::string& id) {
    const bool is_slots =
        id.starts_with("topdown_") && (id.ends_with("_slots") || id.ends_with("_ops"));
    return id == "cpi" || is_slots ||
           std::find(compared.begin(), compared.end(), id) != compared.end();
  });

  std::string out = header(subject, plan, style);
  const auto add = [&](const std::string& part) {
    if (!part.empty()) out += "\n" + part;
  };
  for (const std::string& metric : compared) add(render_comparisons(subject, metric, plan, style));
  if (options.shows_quantiles) add(render_quantiles(subject, style));
  if (subject.kind == SubjectKind::command) add(render_sketch(subject, style));
  add(render_details(subject, details, style));
  add(render_explanation(subject, style));
  add(render_heap_changes(subject, style));
  add(render_remarks(subject, options.inconclusive, style));
  return out;
}

}  // namespace hone::reports
