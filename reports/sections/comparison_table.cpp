#include "reports/sections/comparison_table.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/words/change.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

const Comparison* find_comparison(const SubjectReport& subject, const VariantReport& variant,
                                  std::string_view metric) {
  if (variant.is_baseline) return nullptr;
  const auto found = std::find_if(
      subject.comparisons.begin(), subject.comparisons.end(),
      [&](const Comparison& c) { return c.variant == variant.name && c.metric == metric; });
  return found == subject.comparisons.end() ? nullptr : &*found;
}

std::vector<Cell> comparison_row(const SubjectReport& subject, const VariantReport& variant,
                                 const std::string& metric, const IntervalColumn& intervals,
                                 const VariantNames& names) {
  std::vector<Cell> row{{names.of(variant.name)}, value_cell(subject, variant, metric)};
  const Comparison* comparison = find_comparison(subject, variant, metric);
  if (comparison == nullptr) {
    const std::string_view role = variant.is_baseline ? "baseline" : "not compared";
    row.insert(row.end(), {{""}, {""}, {std::string{role}, Tone::faint}, {""}});
    return row;
  }
  const ChangeText text = describe_change(*comparison);
  row.insert(row.end(),
             {change_cell(*comparison, text),
              {intervals.cell(*comparison, text.interval)},
              {std::string{to_string(comparison->verdict)}, tone_of(comparison->verdict)},
              {fmt::format("{}", comparison->pairs), Tone::plain,
               Quantity{static_cast<double>(comparison->pairs), Unit::count}}});
  return row;
}

}  // namespace

Document comparison_table(const SubjectReport& subject, const std::string& metric,
                          const PlanSummary& plan) {
  std::vector<const Comparison*> rows;
  for (const Comparison& comparison : subject.comparisons) {
    if (comparison.metric == metric) rows.push_back(&comparison);
  }
  const IntervalColumn intervals(rows, plan.alpha);
  const VariantNames names(subject);
  Table table{{{"variant"},
               value_column(subject, metric),
               {"change", Align::right},
               {intervals.title(), Align::right},
               {"verdict"},
               {"pairs", Align::right}}};
  for (const VariantReport& variant : subject.variants) {
    table.add_row(comparison_row(subject, variant, metric, intervals, names));
  }
  return document_of(std::move(table));
}

}  // namespace hone::reports
