// A metric that is 0 everywhere, as allocations often are, needs a word and no row. Where the rows
// are too wide, a note below may stand for the column that says how values were got.
#include "reports/sections/detail_table.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr double least_per_operation = 0.001;

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
  const Metric* const known = find_metric(metric);
  if (known == nullptr || known->per != Per::operation) return false;
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

std::vector<Column> columns_of(const SubjectReport& subject) {
  const VariantNames names(subject);
  std::vector<Column> columns{{"metric"}};
  for (const VariantReport& variant : subject.variants) {
    columns.push_back({names.of(variant.name), Align::right});
    if (!variant.is_baseline) columns.push_back({"change", Align::right, "", true});
  }
  if (subject.variants.size() == 1) columns.push_back({"95 % interval", Align::right, "", true});
  columns.push_back({.title = "how", .may_be_left_out = true});
  return columns;
}

std::vector<Cell> row_of(const SubjectReport& subject, const std::string& metric) {
  std::vector<Cell> row{{label_of(subject, metric)}};
  for (const VariantReport& variant : subject.variants) {
    row.push_back(value_cell(subject, variant, metric));
    if (variant.is_baseline) continue;
    row.push_back({change_text(variant, metric)});
  }
  if (subject.variants.size() == 1) {
    const MetricSummary* only = summary_of(subject.variants.front(), metric);
    const bool bounded = only != nullptr && only->interval;
    row.push_back({bounded ? format_range(*only->interval, only->unit) : ""});
  }
  row.push_back({how_text(subject, metric), Tone::faint});
  return row;
}

// The same share of both sides: the changes are those of the row above.
Row operation_row(const SubjectReport& subject, const std::string& metric) {
  Row row{.cells = {{"per " + subject.work.operation}}, .is_part = true};
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    if (summary == nullptr) {
      row.cells.emplace_back();
    } else {
      const double share = summary->value / subject.work.operations;
      row.cells.push_back(
          {format_value(share, Unit::quotient), Tone::plain, Quantity{share, Unit::quotient}});
    }
    if (!variant.is_baseline) row.cells.emplace_back();
  }
  if (subject.variants.size() == 1) row.cells.emplace_back();
  row.cells.emplace_back();
  return row;
}

Table table_of(const SubjectReport& subject, const std::vector<std::string>& metrics) {
  Table table{columns_of(subject)};
  for (const std::string& metric : metrics) {
    table.add_row(row_of(subject, metric));
    if (has_operation_row(subject, metric)) table.add(operation_row(subject, metric));
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
  const auto is_unclear = [](const VariantReport& variant, const std::string& metric) {
    const auto found = variant.changes.find(metric);
    return found != variant.changes.end() && found->second.kind == ChangeKind::unclear;
  };
  return std::any_of(subject.variants.begin(), subject.variants.end(), [&](const auto& variant) {
    return std::any_of(metrics.begin(), metrics.end(),
                       [&](const std::string& metric) { return is_unclear(variant, metric); });
  });
}

Document notes(const SubjectReport& subject, const std::vector<std::string>& rows,
               const std::vector<std::string>& zeros) {
  Document document;
  const auto add = [&](Text text) {
    document.add(Paragraph{std::move(text), Paragraph::Role::note});
  };
  if (!zeros.empty()) add("0 in each: " + grouped_by_how(subject, zeros));
  if (!rows.empty()) {
    add(Span{.text = "How: " + grouped_by_how(subject, rows), .is_substitute = true});
  }
  if (is_any_unclear(subject, rows)) add("unclear: the 95 % intervals overlap.");
  const bool multiplexed = std::any_of(rows.begin(), rows.end(), [&](const std::string& metric) {
    return least_multiplexed(subject, metric).has_value();
  });
  if (multiplexed) add("~: on the PMU for that share of the time, and scaled up.");
  if (const std::string events = events_text(subject, rows); !events.empty()) {
    add("Events: " + events);
  }
  return document;
}

std::string ratio_text(double ratio) {
  constexpr double from_factor = 10;  // -99.99 % tells less than 7,143x less
  if (ratio >= from_factor) return format_factor(ratio) + " more";
  if (ratio > 0 && ratio <= 1 / from_factor) return format_factor(1 / ratio) + " less";
  return format_signed_percent(ratio - 1);
}

}  // namespace

std::string change_text(const VariantReport& variant, std::string_view metric) {
  const auto found = variant.changes.find(metric);
  if (found == variant.changes.end()) return "";
  switch (found->second.kind) {
    case ChangeKind::same: return "0 %";
    case ChangeKind::unclear: return "unclear";
    case ChangeKind::from_zero: return "from 0";
    case ChangeKind::to_zero: return found->second.difference > 0 ? "to 0" : "-100 %";
    case ChangeKind::changed: break;
  }
  return found->second.ratio ? ratio_text(*found->second.ratio) : "changed";
}

Document detail_table(const SubjectReport& subject, const std::vector<std::string>& metrics) {
  std::vector<std::string> rows;
  std::vector<std::string> zeros;
  for (const std::string& metric : metrics) {
    (is_zero_everywhere(subject, metric) ? zeros : rows).push_back(metric);
  }
  Document document = document_of(table_of(subject, rows));
  document.append(notes(subject, rows, zeros));
  return document;
}

}  // namespace hone::reports
