#include "reports/sections/overview.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/words/change.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::array verdicts{Verdict::improvement, Verdict::regression, Verdict::equivalent,
                              Verdict::inconclusive};

std::string plural(Verdict verdict, int count) {
  const bool is_noun = verdict == Verdict::improvement || verdict == Verdict::regression;
  return fmt::format("{}{}", to_string(verdict), is_noun && count > 1 ? "s" : "");
}

}  // namespace

std::string verdict_counts(const Report& report) {
  std::array<int, verdicts.size()> counts{};
  int comparisons = 0;
  int failed_subjects = 0;
  for (const SubjectReport& subject : report.subjects) {
    for (const Comparison& comparison : subject.comparisons) {
      const auto* at = std::find(verdicts.begin(), verdicts.end(), comparison.verdict);
      counts.at(static_cast<std::size_t>(at - verdicts.begin())) += 1;
      comparisons += 1;
    }
    failed_subjects += std::any_of(subject.findings.begin(), subject.findings.end(),
                                   [](const Finding& finding) { return finding.is_failure; })
                           ? 1
                           : 0;
  }
  std::string text =
      fmt::format("{} subject{}, {} comparison{}", report.subjects.size(),
                  report.subjects.size() == 1 ? "" : "s", comparisons, comparisons == 1 ? "" : "s");
  std::string_view separator = ": ";
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (counts.at(i) > 0) {
      text += fmt::format("{}{} {}", separator, counts.at(i), plural(verdicts.at(i), counts.at(i)));
      separator = ", ";
    }
  }
  if (failed_subjects > 0) text += fmt::format("; {} with a failure", failed_subjects);
  return text;
}

namespace {

// With several metrics each is a group of its own.
std::string group_label(const SubjectReport& subject, const std::string& label,
                        const std::string& metric) {
  if (compared_metrics(subject).size() == 1) return label;
  return fmt::format("{}: {}", label, metric_label(metric));
}

std::vector<Cell> comparison_row(const std::string& group, const Span& variant,
                                 const Comparison& comparison, const IntervalColumn& intervals) {
  const ChangeText text = describe_change(comparison);
  return {{group, Tone::strong},
          {variant},
          change_cell(comparison, text),
          {intervals.cell(comparison, text.interval)},
          {std::string{to_string(comparison.verdict)}, tone_of(comparison.verdict)}};
}

void add_rows(Table& table, const SubjectReport& subject, const std::string& label,
              const IntervalColumn& intervals) {
  const VariantNames names(subject);
  for (const std::string& metric : compared_metrics(subject)) {
    const std::string group = group_label(subject, label, metric);
    for (const Comparison& comparison : subject.comparisons) {
      if (comparison.metric != metric) continue;
      table.add_row(comparison_row(group, names.of(comparison.variant), comparison, intervals));
    }
  }
  for (const VariantReport* variant : uncompared_variants(subject)) {
    table.add_row({{label, Tone::strong}, {names.of(variant->name)}, {""}, {""}, {"not compared"}});
  }
}

std::vector<const Comparison*> all_comparisons(const Report& report) {
  std::vector<const Comparison*> all;
  for (const SubjectReport& subject : report.subjects) {
    for (const Comparison& comparison : subject.comparisons) all.push_back(&comparison);
  }
  return all;
}

}  // namespace

Document overview(const Report& report) {
  const std::vector<std::string> labels = subject_labels(report.subjects);
  const IntervalColumn intervals(all_comparisons(report), report.plan.alpha);
  Table table{{{"subject"},
               {"variant"},
               {"change", Align::right},
               {intervals.title(), Align::right},
               {"verdict"}},
              Rows::grouped};
  for (std::size_t i = 0; i < report.subjects.size(); ++i) {
    add_rows(table, report.subjects[i], labels[i], intervals);
  }
  Document document;
  document.add(Paragraph{verdict_counts(report), Paragraph::Role::answer});
  document.add(Break{});
  document.add(std::move(table));
  document.add_part(failures(report));
  return document;
}

Document failures(const Report& report) {
  const std::vector<std::string> labels = subject_labels(report.subjects);
  Fields fields;
  for (std::size_t i = 0; i < report.subjects.size(); ++i) {
    for (const Finding& finding : report.subjects[i].findings) {
      if (!finding.is_failure) continue;
      fields.fields.push_back(
          {"failed", fmt::format("{}: {}", labels[i], finding.text), Tone::bad});
    }
  }
  return document_of(std::move(fields));
}

}  // namespace hone::reports
