// Per metric of the verdicts a table of comparisons, then the distributions of commands, then
// the other metrics with their changes, and why times differ. A metric that no variant has is left
// out; why it is missing stands at the end of the report.
#include "reports/sections/subject_section.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/sections/command_lines.hpp"
#include "reports/sections/comparison_table.hpp"
#include "reports/sections/detail_table.hpp"
#include "reports/sections/distribution.hpp"
#include "reports/sections/explanation.hpp"
#include "reports/sections/heap_changes.hpp"
#include "reports/words/footprint_text.hpp"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"

namespace hone::reports {

namespace {

std::string iteration_text(const SubjectReport& subject) {
  std::string text = subject.work.iteration;
  if (text.empty()) text = "one run";
  if (!subject.work.operation.empty()) {
    text += fmt::format("; {} x {}", format_count(subject.work.operations), subject.work.operation);
  }
  if (subject.iterations_per_block > 0) {
    text += fmt::format("; {} iterations a block",
                        format_count(static_cast<double>(subject.iterations_per_block)));
  }
  return text;
}

// Empty: nothing is known of it.
std::string data_text(const SubjectReport& subject) {
  std::string text;
  if (subject.footprint) text = footprint_text(*subject.footprint);
  if (subject.chosen.empty()) return text;
  return text.empty() ? subject.chosen : fmt::format("{}; {}", text, subject.chosen);
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
    const bool is_mean = plan.estimand == Estimand::mean && !is_deterministic(metric.id);
    text += fmt::format("{}{}{}{}; ", is_mean ? "mean " : "", metric_label(metric.id),
                        metric.scale == Scale::difference ? " by differences" : "",
                        direction(metric.better));
  }
  text += fmt::format("margin {}", format_setting_percent(plan.margin));
  const auto sampled =
      std::count_if(subject.metrics.begin(), subject.metrics.end(),
                    [](const VerdictMetric& metric) { return !is_deterministic(metric.id); });
  if (sampled > 1) text += "; Holm: each at its own alpha";
  return text;
}

// Of many variants the baseline's command: what the others are is told by their names.
Document commands_of(const SubjectReport& subject, bool is_short) {
  if (!is_short || subject.variants.empty()) return command_lines(subject);
  return document_of(Fields{{{"baseline", command_text(subject.variants.front())},
                             {"against", fmt::format("{} others", subject.variants.size() - 1)}}});
}

Document header(const SubjectReport& subject, const PlanSummary& plan, bool is_short) {
  Document document;
  document.add(Heading{subject.id});
  const auto add = [&](std::string label, std::string text) {
    if (text.empty()) return;
    document.append(document_of(Fields{{{std::move(label), std::move(text)}}}));
  };
  if (is_command(subject)) {
    add("parameters", parameters_text(subject.parameters));
    document.append(commands_of(subject, is_short));
  } else {
    add("technique", subject.technique);
    add("what", subject.summary);
    add("parameters", parameters_text(subject.parameters));
    add("data", data_text(subject));
    add("iteration", iteration_text(subject));
  }
  add("verdict on", verdict_text(subject, plan));
  return document;
}

}  // namespace

Document subject_section(const SubjectReport& subject, const PlanSummary& plan,
                         const SectionOptions& options) {
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

  Document document = header(subject, plan, options.shows_comparisons_alone);
  for (const std::string& metric : compared) {
    document.add_part(comparison_table(subject, metric, plan));
  }
  if (options.shows_comparisons_alone) {
    document.add_part(remarks(subject, plan, options.inconclusive));
    return document;
  }
  if (options.shows_quantiles) document.add_part(quantile_tables(subject));
  if (is_command(subject)) document.add_part(run_histogram(subject));
  document.add_part(detail_table(subject, details));
  document.add_part(explanation(subject));
  document.add_part(heap_changes(subject));
  document.add_part(remarks(subject, plan, options.inconclusive));
  return document;
}

}  // namespace hone::reports
