// Per metric of the verdicts a table of comparisons, then the distributions of commands, then
// the other metrics, those that explain a difference in time first. A column that no variant
// has is left out; why it is missing stands at the end of the report.
#include "reports/subject_section.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/command_lines.hpp"
#include "reports/comparison_table.hpp"
#include "reports/distribution.hpp"
#include "reports/escape.hpp"
#include "reports/format.hpp"
#include "reports/labels.hpp"
#include "reports/readings.hpp"
#include "reports/table.hpp"
#include "reports/variant_names.hpp"
#include "reports/wrap.hpp"

namespace hone::reports {

namespace {

std::string detail_table(const SubjectReport& subject, const std::vector<std::string>& metrics,
                         const TerminalStyle& style) {
  std::vector<Column> columns{{"variant"}};
  for (const std::string& metric : metrics) columns.push_back(value_column(subject, metric));
  Table table(std::move(columns), Overflow::split_columns);
  const VariantNames names(subject, name_in_table);
  for (const VariantReport& variant : subject.variants) {
    std::vector<Cell> row{{names.of(variant.name)}};
    for (const std::string& metric : metrics) row.push_back(value_cell(subject, variant, metric));
    table.add_row(std::move(row));
  }
  return table.render(style, 2);
}

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
  const auto is_compared = [&](const std::string& id) {
    return std::find(compared.begin(), compared.end(), id) != compared.end();
  };
  details.erase(std::remove_if(details.begin(), details.end(), is_compared), details.end());

  std::string out = header(subject, plan, style);
  const auto add = [&](const std::string& part) {
    if (!part.empty()) out += "\n" + part;
  };
  for (const std::string& metric : compared) add(render_comparisons(subject, metric, plan, style));
  if (options.shows_quantiles) add(render_quantiles(subject, style));
  if (subject.kind == SubjectKind::command) add(render_sketch(subject, style));
  if (!details.empty()) add(detail_table(subject, details, style));
  add(render_remarks(subject, options.inconclusive, style));
  return out;
}

}  // namespace hone::reports
