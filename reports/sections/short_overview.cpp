#include "reports/sections/short_overview.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/sections/overview.hpp"
#include "reports/words/change.hpp"
#include "reports/words/gain_order.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

// The findings that are told of all subjects, and what each is called.
constexpr std::array<std::pair<std::string_view, std::string_view>, 1> told_rules{
    {{"variant_unavailable", "not compared"}}};

// A subject by one of its metrics.
struct OverviewLine {
  const SubjectReport* subject = nullptr;
  std::string label;
  std::vector<const Comparison*> comparisons;  // in the order of the variants
  const Comparison* best = nullptr;            // nullptr: nothing was compared
};

char mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::improvement: return '+';
    case Verdict::regression: return '-';
    case Verdict::equivalent: return '=';
    case Verdict::inconclusive: return '?';
  }
  return '?';
}

std::string marks_of(const OverviewLine& line) {
  std::string marks;
  for (const Comparison* comparison : line.comparisons) marks += mark_of(comparison->verdict);
  marks.append(uncompared_variants(*line.subject).size(), '!');
  return marks;
}

OverviewLine overview_line(const SubjectReport& subject, std::string label,
                           std::string_view metric) {
  OverviewLine line{&subject, std::move(label), {}, nullptr};
  for (const Comparison& comparison : subject.comparisons) {
    if (comparison.metric != metric) continue;
    line.comparisons.push_back(&comparison);
    if (line.best == nullptr || pays_more(comparison, *line.best)) line.best = &comparison;
  }
  return line;
}

std::vector<OverviewLine> overview_lines(const Report& report) {
  const std::vector<std::string> labels = subject_labels(report.subjects);
  std::vector<OverviewLine> lines;
  for (std::size_t i = 0; i < report.subjects.size(); ++i) {
    const SubjectReport& subject = report.subjects[i];
    const std::vector<std::string> metrics = compared_metrics(subject);
    for (const std::string& metric : metrics) {
      const std::string of = metrics.size() == 1 ? "" : fmt::format(": {}", metric_label(metric));
      lines.push_back(overview_line(subject, labels[i] + of, metric));
    }
  }
  return lines;
}

// "memory/" of "memory/arena nodes=1000"; empty: the subject is of no family.
std::string_view family_of(const OverviewLine& line) {
  const std::size_t slash = line.subject->id.find('/');
  if (is_command(*line.subject) || slash == std::string::npos) return "";
  return std::string_view(line.subject->id).substr(0, slash + 1);
}

std::vector<Cell> overview_cells(const OverviewLine& line, const IntervalColumn& intervals) {
  std::vector<Cell> cells{{line.label.substr(family_of(line).size())}};
  if (line.best == nullptr) {
    cells.insert(cells.end(), {{""}, {"not compared"}, {""}, {marks_of(line)}});
    return cells;
  }
  const ChangeText text = describe_change(*line.best);
  cells.insert(cells.end(), {{VariantNames(*line.subject).of(line.best->variant)},
                             change_cell(*line.best, text),
                             {intervals.cell(*line.best, text.interval)},
                             {marks_of(line)}});
  return cells;
}

Table overview_table(const std::vector<OverviewLine>& lines, double alpha) {
  std::vector<const Comparison*> shown;
  for (const OverviewLine& line : lines) {
    if (line.best != nullptr) shown.push_back(line.best);
  }
  const IntervalColumn intervals(shown, alpha);
  Table table{{{"subject"},
               {.title = "best variant", .may_be_left_out = true},
               {"change", Align::right},
               {intervals.title(), Align::right},
               {"all"}}};
  std::string_view family;
  for (const OverviewLine& line : lines) {
    if (family_of(line) != family) {
      family = family_of(line);
      if (!family.empty()) {
        table.add_row({{std::string(family), Tone::strong}, {""}, {""}, {""}, {""}});
      }
    }
    table.add({.cells = overview_cells(line, intervals), .is_part = !family.empty()});
  }
  return table;
}

}  // namespace

Document short_overview(const Report& report) {
  Document document;
  document.add(Paragraph{verdict_counts(report), Paragraph::Role::answer});
  document.add(Break{});
  document.add(overview_table(overview_lines(report), report.plan.alpha));
  document.add(Paragraph{
      filled("The variant that pays most, and a mark for each: + improvement, - regression, = "
             "equivalent, ? inconclusive, ! not compared.{}",
             {Span{.text = " Which variant it is: --details, or a wider terminal.",
                   .is_substitute = true}}),
      Paragraph::Role::note});
  document.add_part(failures(report));
  return document;
}

Document exceptions(const Report& report) {
  Fields fields;
  for (const auto& [rule, label] : told_rules) {
    std::set<std::string> told;  // a sweep says the same of each of its points
    for (const SubjectReport& subject : report.subjects) {
      for (const Finding& finding : subject.findings) {
        std::string text = fmt::format("{}: {}", subject.id, finding.text);
        if (finding.rule != rule || !told.insert(text).second) continue;
        fields.fields.push_back({std::string(label), std::move(text), Tone::doubtful});
      }
    }
  }
  return document_of(std::move(fields));
}

}  // namespace hone::reports
