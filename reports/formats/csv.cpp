#include "reports/formats/csv.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "fmt/format.h"
#include "reports/layout/escape.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

constexpr std::array<std::string_view, 22> columns_of_csv{
    "subject",  "parameters", "variant",    "is_baseline",   "metric",        "unit",
    "value",    "value_lo",   "value_hi",   "samples",       "how",           "ratio",
    "ratio_lo", "ratio_hi",   "difference", "difference_lo", "difference_hi", "confidence",
    "verdict",  "pairs",      "baseline",   "absent"};

// Text from outside. A spreadsheet takes what begins with one of these characters for a formula.
std::string text_cell(std::string_view raw) {
  std::string text = escape_text(raw);
  constexpr std::string_view begins_a_formula = "=+-@";
  if (!text.empty() && begins_a_formula.find(text.front()) != std::string_view::npos) {
    text.insert(0, 1, '\'');
  }
  if (text.find_first_of("\",") == std::string_view::npos) return text;
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

std::string number_cell(double number) { return fmt::format("{}", number); }

std::string number_cell(const std::optional<double>& number) {
  return number ? number_cell(*number) : "";
}

// What a line is made of, in the order of the columns.
class CsvRow {
 public:
  void set(std::string_view column, std::string cell) {
    const auto* const found = std::ranges::find(columns_of_csv, column);
    cells_.at(static_cast<std::size_t>(found - columns_of_csv.begin())) = std::move(cell);
  }

  void set_interval(std::string_view lo, std::string_view hi,
                    const std::optional<Interval>& interval) {
    if (!interval) return;
    set(lo, number_cell(interval->lo));
    set(hi, number_cell(interval->hi));
  }

  [[nodiscard]] std::string line() const { return fmt::format("{}\n", fmt::join(cells_, ",")); }

 private:
  std::array<std::string, columns_of_csv.size()> cells_;
};

const Comparison* comparison_of(const SubjectReport& subject, const VariantReport& variant,
                                std::string_view metric) {
  const auto found = std::ranges::find_if(subject.comparisons, [&](const Comparison& comparison) {
    return comparison.variant == variant.name && comparison.metric == metric;
  });
  return found == subject.comparisons.end() ? nullptr : &*found;
}

void add_comparison(const Comparison& comparison, CsvRow& row) {
  row.set("baseline", text_cell(comparison.baseline));
  row.set("ratio", number_cell(comparison.ratio));
  row.set_interval("ratio_lo", "ratio_hi", comparison.interval);
  if (comparison.difference) {
    row.set("difference", number_cell(comparison.difference->estimate));
    row.set_interval("difference_lo", "difference_hi", comparison.difference->interval);
  }
  if (!is_exact(comparison) && is_bounded(comparison)) {
    row.set("confidence", number_cell(1 - comparison.alpha));
  }
  row.set("verdict", std::string(to_string(comparison.verdict)));
  row.set("pairs", fmt::format("{}", comparison.pairs));
}

void add_summary(const MetricSummary& summary, CsvRow& row) {
  row.set("unit", std::string(unit_symbol(summary.unit)));
  row.set("value", number_cell(summary.value));
  row.set_interval("value_lo", "value_hi", summary.interval);
  row.set("samples", fmt::format("{}", summary.samples));
  row.set("how", std::string(to_string(summary.provenance)));
}

CsvRow row_of(const SubjectReport& subject, const VariantReport& variant) {
  CsvRow row;
  row.set("subject", text_cell(subject.id));
  row.set("parameters", text_cell(parameters_text(subject.parameters)));
  row.set("variant", text_cell(variant.name));
  row.set("is_baseline", variant.is_baseline ? "1" : "0");
  return row;
}

std::string lines_of_variant(const SubjectReport& subject, const VariantReport& variant) {
  std::string lines;
  for (const auto& [metric, reading] : variant.metrics) {
    CsvRow row = row_of(subject, variant);
    row.set("metric", text_cell(metric));
    if (const auto* absent = std::get_if<Absent>(&reading)) {
      row.set("absent", text_cell(absent->reason));
    } else {
      add_summary(std::get<MetricSummary>(reading), row);
    }
    if (const Comparison* comparison = comparison_of(subject, variant, metric)) {
      add_comparison(*comparison, row);
    }
    lines += row.line();
  }
  if (lines.empty()) {
    CsvRow row = row_of(subject, variant);
    row.set("absent", text_cell(variant.failure ? variant.failure->text : "nothing was measured"));
    lines = row.line();
  }
  return lines;
}

}  // namespace

std::string render_csv(const Report& report) {
  std::string out = fmt::format("{}\n", fmt::join(columns_of_csv, ","));
  for (const SubjectReport& subject : report.subjects) {
    for (const VariantReport& variant : subject.variants) out += lines_of_variant(subject, variant);
  }
  return out;
}

}  // namespace hone::reports
