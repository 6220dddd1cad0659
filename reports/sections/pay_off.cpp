#include "reports/sections/pay_off.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/table.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/sections/crossover_section.hpp"
#include "reports/sections/overview.hpp"
#include "reports/words/change.hpp"
#include "reports/words/format.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"

namespace hone::reports {

namespace {

struct Row {
  const SubjectReport* subject = nullptr;
  const VariantReport* variant = nullptr;
  const Comparison* comparison = nullptr;  // nullptr: not compared
  const Crossover* crossover = nullptr;    // nullptr: not scanned
};

// How rows are set apart: what pays, what does not, and what is not known.
int rank(const Row& row) {
  if (row.comparison == nullptr) return 4;
  switch (row.comparison->verdict) {
    case Verdict::improvement: return 0;
    case Verdict::equivalent: return 1;
    case Verdict::inconclusive: return 2;
    case Verdict::regression: return 3;
  }
  return 4;
}

// How many times better; without end where the baseline's count became 0, 1 where both are 0.
double gain(const Comparison& comparison) {
  const bool higher = comparison.better == Better::higher;
  if (is_from_or_to_zero(comparison)) {
    const bool better = comparison.verdict == Verdict::improvement;
    return better ? std::numeric_limits<double>::infinity() : 0;
  }
  const double ratio = comparison.ratio.value_or(1);
  return higher ? ratio : 1 / ratio;
}

bool comes_first(const Row& one, const Row& other) {
  if (rank(one) != rank(other)) return rank(one) < rank(other);
  return one.comparison != nullptr && gain(*one.comparison) > gain(*other.comparison);
}

const Crossover* find_crossover(const Report& report, const SubjectReport& subject,
                                const VariantReport& variant) {
  const auto found =
      std::find_if(report.crossovers.begin(), report.crossovers.end(), [&](const Crossover& c) {
        return c.subject == subject.id && c.variant == variant.name &&
               c.metric == subject.metrics.front().id;
      });
  return found == report.crossovers.end() ? nullptr : &*found;
}

std::vector<Row> rows_of(const Report& report) {
  std::vector<Row> rows;
  std::set<std::string_view> seen;
  for (const SubjectReport& subject : report.subjects) {
    if (!seen.insert(subject.id).second || subject.variants.empty()) continue;
    Row row{&subject, &subject.variants.back(), nullptr, nullptr};
    if (!subject.comparisons.empty()) row.comparison = &subject.comparisons.front();
    row.crossover = find_crossover(report, subject, *row.variant);
    rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), comes_first);
  return rows;
}

// "2.31 (2.25-2.38)": as a factor, above 1 better.
std::string gain_text(const Comparison& comparison) {
  const auto factor = [](double value) { return format_value(value, Unit::quotient); };
  if (is_from_or_to_zero(comparison)) {
    return fmt::format("{} for {}", format_value(comparison.counts->variant, Unit::count),
                       format_value(comparison.counts->baseline, Unit::count));
  }
  if (is_exact(comparison)) return fmt::format("{} (exact)", factor(gain(comparison)));
  if (!comparison.interval) return "too few pairs";
  Interval interval = *comparison.interval;
  if (comparison.better != Better::higher) interval = {1 / interval.hi, 1 / interval.lo};
  const bool is_open = comparison.verdict == Verdict::inconclusive;
  return fmt::format("{} ({}-{})", is_open ? "?" : factor(gain(comparison)), factor(interval.lo),
                     factor(interval.hi));
}

std::optional<double> value_of(const VariantReport& variant, std::string_view metric) {
  const MetricSummary* summary = summary_of(variant, metric);
  return summary == nullptr ? std::nullopt : std::optional(summary->value);
}

// Against the baseline: of what lives on the heap at its peak, where that was counted, else of the
// resident memory, which holds the program and its inputs too.
std::string memory_text(const SubjectReport& subject, const VariantReport& variant) {
  constexpr double in_percent_below = 10;
  for (const std::string_view metric : {"peak_heap", "peak_rss"}) {
    const std::optional<double> before = value_of(subject.variants.front(), metric);
    const std::optional<double> after = value_of(variant, metric);
    if (!before || !after || *before <= 0 || *after <= 0) continue;
    const double ratio = *after / *before;
    if (std::abs(ratio - 1) < 0.005) return "0 %";
    return ratio < in_percent_below ? format_signed_percent(ratio - 1) : format_factor(ratio);
  }
  return "-";
}

std::string where_it_ends(const Row& row) {
  return row.crossover == nullptr ? "not scanned" : crossover_in_short(*row.crossover);
}

std::vector<Cell> cells_of(const Row& row) {
  std::vector<Cell> cells{{escape_text(row.subject->id)}, {escape_text(row.variant->name)}};
  if (row.comparison == nullptr) {
    cells.insert(cells.end(), {{"not compared", Tone::bad}, {"-"}, {"-"}});
    return cells;
  }
  cells.insert(cells.end(), {{gain_text(*row.comparison), tone_of(row.comparison->verdict)},
                             {memory_text(*row.subject, *row.variant)},
                             {where_it_ends(row)}});
  return cells;
}

constexpr std::size_t indent = 2;
constexpr std::size_t gap = 2;

// The table's content; the first row has the titles.
using Rows = std::vector<std::vector<Cell>>;

std::size_t width_of(const Rows& rows, std::size_t column) {
  std::size_t width = 0;
  for (const std::vector<Cell>& row : rows) {
    width = std::max(width, display_width(row[column].text));
  }
  return width;
}

std::size_t width_of(const Rows& rows) {
  std::size_t width = indent;
  for (std::size_t column = 0; column < rows.front().size(); ++column) {
    width += (column == 0 ? 0 : gap) + width_of(rows, column);
  }
  return width;
}

void leave_families_out(Rows& rows) {
  for (std::vector<Cell>& row : rows) {
    row[0].text.erase(0, row[0].text.find('/') + 1);  // npos + 1 is 0
  }
}

// What gives way in a narrow terminal: the families, the variants, the middle of long names;
// numbers never. A variant can be looked up, a number cannot.
void fit(Rows& rows, const TerminalStyle& style) {
  const std::size_t room = columns(style);
  if (width_of(rows) <= room) return;
  leave_families_out(rows);
  if (width_of(rows) <= room) return;
  for (std::vector<Cell>& row : rows) row.erase(row.begin() + 1);
  const std::size_t width = width_of(rows);
  if (width <= room) return;
  constexpr std::size_t least_room = 8;
  const std::size_t names = width_of(rows, 0);
  const std::size_t for_names = std::max(least_room, names - std::min(names, width - room));
  for (std::vector<Cell>& row : rows) row[0].text = shorten_to_width(row[0].text, for_names);
}

std::string_view words_for_rank(int rank, bool is_one) {
  switch (rank) {
    case 0: return is_one ? "pays" : "pay";
    case 1: return is_one ? "makes no difference" : "make no difference";
    case 2: return "undecided";
    case 3: return is_one ? "loses" : "lose";
    default: return "not compared";
  }
}

std::string tally(const std::vector<Row>& rows) {
  std::string text =
      fmt::format("{} workload{} at the default point", rows.size(), rows.size() == 1 ? "" : "s");
  std::string_view separator = ": ";
  for (int wanted = 0; wanted <= 4; ++wanted) {
    const auto count = std::count_if(rows.begin(), rows.end(),
                                     [&](const Row& row) { return rank(row) == wanted; });
    if (count == 0) continue;
    text += fmt::format("{}{} {}", separator, count, words_for_rank(wanted, count == 1));
    separator = ", ";
  }
  return text;
}

}  // namespace

std::string render_pay_off(const Report& report, const TerminalStyle& style) {
  const std::vector<Row> rows = rows_of(report);
  Rows cells{{{"workload"},
              {"variant"},
              {fmt::format("gain ({})", interval_level(report.plan.alpha))},
              {"memory"},
              {"pays no more at"}}};
  cells.reserve(rows.size() + 1);
  for (const Row& row : rows) cells.push_back(cells_of(row));
  const std::size_t all_columns = cells.front().size();
  fit(cells, style);
  const bool has_variants = cells.front().size() == all_columns;
  std::vector<Column> titles;
  titles.reserve(all_columns);
  for (std::size_t column = 0; column < cells.front().size(); ++column) {
    const std::size_t from_right = cells.front().size() - column;
    const bool is_number = from_right == 2 || from_right == 3;
    titles.push_back({cells.front()[column].text, is_number ? Align::right : Align::left});
  }
  Table table(titles, Overflow::hang_first);
  for (auto row = cells.begin() + 1; row != cells.end(); ++row) table.add_row(std::move(*row));
  std::string out = paragraph(tally(rows), 0, 2, style) + "\n" + table.render(style, indent) + "\n";
  out += paragraph(
      fmt::format("The gain is a factor against the baseline, above 1 better, ? where it is "
                  "undecided; memory the change of what lives on the heap at its peak, or of "
                  "resident memory. Between two values (8..32) the border lies somewhere; -o keeps "
                  "every point of the scans.{}",
                  has_variants ? ""
                               : " Which variant stands for a technique: hone show, or a wider "
                                 "terminal."),
      0, 0, style);
  const std::string failures = render_failures(report, style);
  return failures.empty() ? out : out + "\n" + failures;
}

}  // namespace hone::reports
