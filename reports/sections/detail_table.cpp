// A metric that is 0 everywhere, as allocations often are, needs a word and no row. Where the rows
// are too wide, names are cut first, then the column that says how values were got becomes a note
// below, and what is still too wide is split between variants.
#include "reports/sections/detail_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/table.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t shortest_name = 14;
constexpr double least_per_operation = 0.001;

// Counts that grow with the work, so that one operation has its part of them.
constexpr std::array<std::string_view, 6> per_operation{
    "instructions", "cycles", "l1d_misses", "llc_misses", "branch_misses", "allocations"};

template <class Predicate>
bool any_summary(const SubjectReport& subject, const std::string& metric, Predicate predicate) {
  return std::any_of(subject.variants.begin(), subject.variants.end(), [&](const auto& variant) {
    const MetricSummary* summary = summary_of(variant, metric);
    return summary != nullptr && predicate(*summary);
  });
}

bool is_zero_everywhere(const SubjectReport& subject, const std::string& metric) {
  return std::all_of(subject.variants.begin(), subject.variants.end(), [&](const auto& variant) {
    const MetricSummary* summary = summary_of(variant, metric);
    return summary != nullptr && summary->value == 0;
  });
}

bool has_operation_row(const SubjectReport& subject, const std::string& metric) {
  const double operations = subject.work.operations;
  if (subject.work.operation.empty() || operations <= 1) return false;
  if (std::find(per_operation.begin(), per_operation.end(), metric) == per_operation.end()) {
    return false;
  }
  return any_summary(subject, metric, [&](const MetricSummary& summary) {
    return summary.value / operations >= least_per_operation;
  });
}

// The least share of the time on the PMU; nullopt: no variant's counter was multiplexed.
std::optional<double> least_multiplexed(const SubjectReport& subject, const std::string& metric) {
  std::optional<double> least;
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    if (summary == nullptr || !summary->multiplexed) continue;
    least = std::min(least.value_or(1), *summary->multiplexed);
  }
  return least;
}

// "measured", "measured ~48 %", "mixed".
std::string how_text(const SubjectReport& subject, const std::string& metric) {
  std::string text = value_column(subject, metric).note;
  if (const std::optional<double> share = least_multiplexed(subject, metric)) {
    text += fmt::format(" ~{}", format_percent(*share));
  }
  return text;
}

struct Layout {
  std::size_t name_columns = name_in_table;
  bool shows_how = true;
};

std::vector<Column> columns_of(const SubjectReport& subject, const Layout& layout) {
  const VariantNames names(subject, layout.name_columns);
  std::vector<Column> columns{{"metric"}};
  for (const VariantReport& variant : subject.variants) {
    columns.push_back({names.of(variant.name), Align::right});
    if (!variant.is_baseline) columns.push_back({"change", Align::right, "", true});
  }
  if (subject.variants.size() == 1) columns.push_back({"95 % interval", Align::right, "", true});
  if (layout.shows_how) columns.push_back({"how"});
  return columns;
}

const MetricSummary* baseline_summary(const SubjectReport& subject, const std::string& metric) {
  for (const VariantReport& variant : subject.variants) {
    if (variant.is_baseline) return summary_of(variant, metric);
  }
  return nullptr;
}

std::vector<Cell> row_of(const SubjectReport& subject, const std::string& metric,
                         const Layout& layout) {
  std::vector<Cell> row{{label_of(subject, metric)}};
  const MetricSummary* baseline = baseline_summary(subject, metric);
  for (const VariantReport& variant : subject.variants) {
    row.push_back(value_cell(subject, variant, metric));
    if (variant.is_baseline) continue;
    row.push_back({change_text(baseline, summary_of(variant, metric))});
  }
  if (subject.variants.size() == 1) {
    const MetricSummary* only = summary_of(subject.variants.front(), metric);
    const bool bounded = only != nullptr && only->interval;
    row.push_back({bounded ? format_range(*only->interval, only->unit) : ""});
  }
  if (layout.shows_how) row.push_back({how_text(subject, metric), Tone::faint});
  return row;
}

// The same share of both sides: the changes are those of the row above.
std::vector<Cell> operation_row(const SubjectReport& subject, const std::string& metric,
                                const Layout& layout) {
  std::vector<Cell> row{{"  per " + escape_text(subject.work.operation)}};
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    row.push_back({summary == nullptr
                       ? ""
                       : format_value(summary->value / subject.work.operations, Unit::quotient)});
    if (!variant.is_baseline) row.push_back({""});
  }
  if (subject.variants.size() == 1) row.push_back({""});
  if (layout.shows_how) row.push_back({""});
  return row;
}

Table table_of(const SubjectReport& subject, const std::vector<std::string>& metrics,
               const Layout& layout) {
  Table table(columns_of(subject, layout), Overflow::split_columns);
  for (const std::string& metric : metrics) {
    table.add_row(row_of(subject, metric, layout));
    if (has_operation_row(subject, metric)) {
      table.add_row(operation_row(subject, metric, layout));
    }
  }
  return table;
}

// "allocations, allocated (counted); page faults (measured)".
std::string grouped_by_how(const SubjectReport& subject, const std::vector<std::string>& metrics) {
  std::vector<std::pair<std::string, std::string>> groups;
  for (const std::string& metric : metrics) {
    const std::string how = how_text(subject, metric);
    auto at = std::find_if(groups.begin(), groups.end(),
                           [&](const auto& group) { return group.first == how; });
    if (at == groups.end()) {
      groups.emplace_back(how, label_of(subject, metric));
    } else {
      at->second += ", " + label_of(subject, metric);
    }
  }
  std::string text;
  for (const auto& [how, labels] : groups) {
    if (!text.empty()) text += "; ";
    text += fmt::format("{} ({})", labels, how);
  }
  return text;
}

// "L1d misses = skl::L1D:REPLACEMENT:u=1:k=1; ...": what the counters really count.
std::string events_text(const SubjectReport& subject, const std::vector<std::string>& metrics) {
  std::string text;
  for (const std::string& metric : metrics) {
    const std::string event = event_text(subject, metric);
    if (!event.empty()) text += (text.empty() ? "" : "; ") + event;
  }
  return text;
}

bool is_any_unclear(const SubjectReport& subject, const std::vector<std::string>& metrics) {
  return std::any_of(metrics.begin(), metrics.end(), [&](const std::string& metric) {
    const MetricSummary* baseline = baseline_summary(subject, metric);
    return any_summary(subject, metric, [&](const MetricSummary& summary) {
      return &summary != baseline && change_text(baseline, &summary) == "unclear";
    });
  });
}

std::string notes(const SubjectReport& subject, const std::vector<std::string>& rows,
                  const std::vector<std::string>& zeros, const Layout& layout,
                  const TerminalStyle& style) {
  std::string out;
  const auto add = [&](const std::string& text) { out += paragraph(text, indent, indent, style); };
  if (!zeros.empty()) add("0 in each: " + grouped_by_how(subject, zeros));
  if (!layout.shows_how && !rows.empty()) add("How: " + grouped_by_how(subject, rows));
  if (is_any_unclear(subject, rows)) add("unclear: the 95 % intervals overlap.");
  const bool multiplexed = std::any_of(rows.begin(), rows.end(), [&](const std::string& metric) {
    return least_multiplexed(subject, metric).has_value();
  });
  if (multiplexed) add("~: on the PMU for that share of the time, and scaled up.");
  if (const std::string events = events_text(subject, rows); !events.empty()) {
    add("Events: " + events);
  }
  return out;
}

bool overlap(const Interval& one, const Interval& other) {
  return one.lo <= other.hi && other.lo <= one.hi;
}

}  // namespace

std::string change_text(const MetricSummary* baseline, const MetricSummary* variant) {
  constexpr double from_factor = 10;  // -99.99 % tells less than 7,143x less
  if (baseline == nullptr || variant == nullptr) return "";
  if (baseline->provenance != variant->provenance || baseline->event != variant->event) return "";
  if (variant->value == baseline->value) return "0 %";
  const bool was_sampled = baseline->samples > 1 || variant->samples > 1;
  const bool is_bounded = baseline->interval && variant->interval;
  if (was_sampled && (!is_bounded || overlap(*baseline->interval, *variant->interval))) {
    return "unclear";
  }
  if (baseline->value == 0) return "from 0";
  const double ratio = variant->value / baseline->value;
  if (ratio >= from_factor) return format_factor(ratio) + " more";
  if (ratio > 0 && ratio <= 1 / from_factor) return format_factor(1 / ratio) + " less";
  return format_signed_percent(ratio - 1);
}

std::string render_details(const SubjectReport& subject, const std::vector<std::string>& metrics,
                           const TerminalStyle& style) {
  std::vector<std::string> rows;
  std::vector<std::string> zeros;
  for (const std::string& metric : metrics) {
    (is_zero_everywhere(subject, metric) ? zeros : rows).push_back(metric);
  }
  if (rows.empty() && zeros.empty()) return "";
  Layout layout;
  for (const Layout& candidate :
       {Layout{}, Layout{shortest_name, true}, Layout{shortest_name, false}}) {
    layout = candidate;
    if (table_of(subject, rows, layout).fits(style, indent)) break;
  }
  std::string out;
  if (!rows.empty()) out = table_of(subject, rows, layout).render(style, indent);
  return out + notes(subject, rows, zeros, layout, style);
}

}  // namespace hone::reports
