// Two tables a subject: the verdict's metric with the comparisons, then the other metrics,
// those that explain a difference in time first. A column that no variant has is left out;
// why it is missing stands at the end of the report.
#include "reports/subject_section.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/change.hpp"
#include "reports/escape.hpp"
#include "reports/format.hpp"
#include "reports/labels.hpp"
#include "reports/overview.hpp"
#include "reports/table.hpp"
#include "reports/wrap.hpp"

namespace hone::reports {

namespace {

// The explaining metrics in reading order; others follow in the order of the model.
constexpr std::array<std::string_view, 6> first_details{"allocations",           "allocated_bytes",
                                                        "temporary_allocations", "peak_heap",
                                                        "page_faults",           "peak_rss"};

const MetricSummary* summary_of(const VariantReport& variant, std::string_view metric) {
  const auto found = variant.metrics.find(metric);
  return found == variant.metrics.end() ? nullptr : std::get_if<MetricSummary>(&found->second);
}

bool is_present(const SubjectReport& subject, std::string_view metric) {
  return std::any_of(subject.variants.begin(), subject.variants.end(),
                     [&](const VariantReport& v) { return summary_of(v, metric) != nullptr; });
}

void add_once(std::vector<std::string>& ids, std::string_view id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
}

// Every metric that some variant has, in reading order; unknown ids last.
std::vector<std::string> present_metrics(const SubjectReport& subject) {
  std::vector<std::string> ids;
  for (const std::string_view id : first_details) {
    if (is_present(subject, id)) add_once(ids, id);
  }
  for (const Metric& metric : metrics()) {
    if (is_present(subject, metric.id)) add_once(ids, metric.id);
  }
  for (const VariantReport& variant : subject.variants) {
    for (const auto& [id, reading] : variant.metrics) {
      if (is_present(subject, id)) add_once(ids, id);
    }
  }
  return ids;
}

// The metrics that comparisons were made by, beginning with the subject's own.
std::vector<std::string> compared_metrics(const SubjectReport& subject) {
  std::vector<std::string> ids{subject.metric};
  for (const Comparison& comparison : subject.comparisons) add_once(ids, comparison.metric);
  return ids;
}

// The provenance that all variants share; nullopt when they differ.
std::optional<Provenance> common_provenance(const SubjectReport& subject, std::string_view metric) {
  std::optional<Provenance> common;
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    if (summary == nullptr) continue;
    if (common && *common != summary->provenance) return std::nullopt;
    common = summary->provenance;
  }
  return common;
}

Column value_column(const SubjectReport& subject, std::string_view metric) {
  const std::optional<Provenance> provenance = common_provenance(subject, metric);
  return {metric_label(metric), Align::right,
          std::string{provenance ? to_string(*provenance) : "mixed"}};
}

// "-" where this variant has none; with its provenance where the column's is mixed.
Cell value_cell(const SubjectReport& subject, const VariantReport& variant,
                std::string_view metric) {
  const MetricSummary* summary = summary_of(variant, metric);
  if (summary == nullptr) return {"-"};
  std::string text = format_value(summary->value, summary->unit);
  if (!common_provenance(subject, metric)) {
    text += fmt::format(" {}", to_string(summary->provenance));
  }
  return {std::move(text)};
}

const Comparison* find_comparison(const SubjectReport& subject, const VariantReport& variant,
                                  std::string_view metric) {
  const auto found = std::find_if(
      subject.comparisons.begin(), subject.comparisons.end(),
      [&](const Comparison& c) { return c.variant == variant.name && c.metric == metric; });
  return found == subject.comparisons.end() ? nullptr : &*found;
}

std::vector<Cell> comparison_row(const SubjectReport& subject, const VariantReport& variant,
                                 const std::string& metric) {
  std::vector<Cell> row{{escape_text(variant.name)}, value_cell(subject, variant, metric)};
  const Comparison* comparison = find_comparison(subject, variant, metric);
  if (comparison == nullptr) {
    const std::string_view role = variant.is_baseline ? "baseline" : "not compared";
    row.insert(row.end(), {{""}, {""}, {std::string{role}, Tone::faint}, {""}});
    return row;
  }
  ChangeText text = describe_change(*comparison);
  const Tone tone = tone_of(comparison->verdict);
  row.insert(row.end(), {{std::move(text.change), tone},
                         {std::move(text.interval)},
                         {std::string{to_string(comparison->verdict)}, tone},
                         {fmt::format("{}", comparison->pairs)}});
  return row;
}

std::string comparison_table(const SubjectReport& subject, const std::string& metric,
                             const PlanSummary& plan, const TerminalStyle& style) {
  Table table({{"variant"},
               value_column(subject, metric),
               {"change", Align::right},
               {interval_title(plan.alpha), Align::right},
               {"verdict"},
               {"pairs", Align::right}},
              Overflow::hang_first);
  for (const VariantReport& variant : subject.variants) {
    table.add_row(comparison_row(subject, variant, metric));
  }
  return table.render(style, 2);
}

std::string detail_table(const SubjectReport& subject, const std::vector<std::string>& metrics,
                         const TerminalStyle& style) {
  std::vector<Column> columns{{"variant"}};
  for (const std::string& metric : metrics) columns.push_back(value_column(subject, metric));
  Table table(std::move(columns), Overflow::split_columns);
  for (const VariantReport& variant : subject.variants) {
    std::vector<Cell> row{{escape_text(variant.name)}};
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

std::string verdict_text(const std::vector<std::string>& metrics, const PlanSummary& plan) {
  std::string text;
  for (const std::string& id : metrics) {
    const Metric* metric = find_metric(id);
    text += metric_label(id);
    if (metric != nullptr && metric->better == Better::lower) text += ", less is better";
    if (metric != nullptr && metric->better == Better::higher) text += ", more is better";
    text += "; ";
  }
  return fmt::format("{}margin {}", text, format_setting_percent(plan.margin));
}

std::string header(const SubjectReport& subject, const std::vector<std::string>& compared,
                   const PlanSummary& plan, const TerminalStyle& style) {
  std::string out = paint(escape_text(subject.id), Tone::strong, style) + "\n";
  const auto add = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) out += labelled(label, Tone::faint, text, style);
  };
  add("technique", escape_text(subject.technique));
  add("what", escape_text(subject.summary));
  add("parameters", parameters_text(subject.parameters));
  add("iteration", iteration_text(subject));
  add("verdict on", verdict_text(compared, plan));
  return out;
}

std::string finding_text(const Finding& finding) {
  std::string text = escape_text(finding.text);
  if (finding.confidence != Confidence::certain) {
    text += fmt::format(" ({})", to_string(finding.confidence));
  }
  if (!finding.technique.empty()) {
    text += fmt::format(" Speaks for: {}.", escape_text(finding.technique));
  }
  return text;
}

// A line each; what a subject wrote to its standard error keeps its own lines.
std::string evidence_lines(const std::vector<std::string>& evidence, const TerminalStyle& style) {
  std::string out;
  for (const std::string& item : evidence) {
    std::string_view rest = item;
    std::string_view bullet = "- ";
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out += labelled("", Tone::plain,
                      fmt::format("{}{}", bullet, escape_text(rest.substr(0, end))), style);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      bullet = "";
    }
  }
  return out;
}

std::string notes(const SubjectReport& subject, const TerminalStyle& style) {
  std::string out;
  for (const Comparison& comparison : subject.comparisons) {
    if (comparison.verdict != Verdict::inconclusive) continue;
    out += labelled(
        "inconclusive", Tone::doubtful,
        fmt::format("{}: {}", escape_text(comparison.variant), explain_inconclusive(comparison)),
        style);
  }
  for (const Finding& finding : subject.findings) {
    out += labelled(finding.is_failure ? "failed" : "finding",
                    finding.is_failure ? Tone::bad : Tone::strong, finding_text(finding), style);
    out += evidence_lines(finding.evidence, style);
  }
  return out;
}

}  // namespace

std::string render_subject(const SubjectReport& subject, const PlanSummary& plan,
                           const TerminalStyle& style) {
  const std::vector<std::string> compared = compared_metrics(subject);
  std::vector<std::string> details = present_metrics(subject);
  const auto is_compared = [&](const std::string& id) {
    return std::find(compared.begin(), compared.end(), id) != compared.end();
  };
  details.erase(std::remove_if(details.begin(), details.end(), is_compared), details.end());

  std::string out = header(subject, compared, plan, style);
  for (const std::string& metric : compared) {
    out += "\n" + comparison_table(subject, metric, plan, style);
  }
  if (!details.empty()) out += "\n" + detail_table(subject, details, style);
  const std::string remarks = notes(subject, style);
  if (!remarks.empty()) out += "\n" + remarks;
  return out;
}

}  // namespace hone::reports
