#include "reports/sections/distribution.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::array<std::pair<std::string_view, double>, 4> shown{
    {{"min", 0}, {"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}}};

const Quantile* find_quantile(const MetricSummary& summary, double probability) {
  const auto found =
      std::find_if(summary.quantiles.begin(), summary.quantiles.end(),
                   [&](const Quantile& quantile) { return quantile.probability == probability; });
  return found == summary.quantiles.end() ? nullptr : &*found;
}

// The least value bounds nothing from below, so that it has no interval is no gap.
std::string interval_cell(const Quantile& quantile, Unit unit) {
  if (quantile.interval) return format_range(*quantile.interval, unit);
  return quantile.probability > 0 ? "-" : "";
}

using Titled = std::pair<std::string_view, double>;  // a quantile's title and probability

// The least value, and the quantiles that the runs of some variant are enough to bound: the 99th
// percentile of nine runs is not worth a column.
std::vector<Titled> worth_showing(const SubjectReport& subject, const std::string& metric) {
  std::vector<Titled> worth;
  for (const Titled& column : shown) {
    const bool bounded = std::any_of(
        subject.variants.begin(), subject.variants.end(), [&](const VariantReport& variant) {
          const MetricSummary* summary = summary_of(variant, metric);
          const Quantile* found =
              summary == nullptr ? nullptr : find_quantile(*summary, column.second);
          return found != nullptr && found->interval.has_value();
        });
    if (bounded || column.second == 0) worth.push_back(column);
  }
  return worth;
}

// The values, and under them their intervals.
void add_quantile_rows(Table& table, Span name, const MetricSummary& summary,
                       const std::vector<Titled>& columns) {
  std::vector<Cell> values{{std::move(name)}};
  std::vector<Cell> intervals{{""}};
  for (const auto& [title, probability] : columns) {
    const Quantile* quantile = find_quantile(summary, probability);
    if (quantile == nullptr) {
      values.push_back({"-"});
      intervals.push_back({""});
    } else {
      values.push_back({format_value(quantile->value, summary.unit), Tone::plain,
                        Quantity{quantile->value, summary.unit}});
      intervals.push_back({interval_cell(*quantile, summary.unit), Tone::faint});
    }
  }
  table.add_row(std::move(values));
  table.add_row(std::move(intervals));
}

Document quantile_table(const SubjectReport& subject, const std::string& metric) {
  const std::vector<Titled> worth = worth_showing(subject, metric);
  Table table{{{metric_label(metric)}}};
  for (const auto& [title, probability] : worth) table.columns.push_back({title, Align::right});
  const VariantNames names(subject);
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    if (summary == nullptr || summary->quantiles.empty()) continue;
    add_quantile_rows(table, names.of(variant.name), *summary, worth);
  }
  return document_of(std::move(table));
}

std::vector<double> samples_of(const VariantReport& variant, const std::string& metric) {
  std::vector<double> values;
  for (const Sample& sample : variant.samples) {
    const auto found = sample.values.find(metric);
    if (found != sample.values.end()) values.push_back(found->second.number);
  }
  return values;
}

// The unit of the samples is that of the summary.
Unit unit_of(const SubjectReport& subject, const std::string& metric) {
  for (const VariantReport& variant : subject.variants) {
    if (const MetricSummary* summary = summary_of(variant, metric)) return summary->unit;
  }
  return Unit::count;
}

}  // namespace

Document quantile_tables(const SubjectReport& subject) {
  Document document;
  for (const std::string& metric : compared_metrics(subject)) {
    document.add_part(quantile_table(subject, metric));
  }
  if (document.empty()) return document;
  document.add(
      Paragraph{"Under each quantile: its 95 % interval, whatever the distribution; "
                "'-' where the runs are too few for one.",
                Paragraph::Role::note});
  return document;
}

Document run_histogram(const SubjectReport& subject) {
  const std::string& metric = subject.metrics.at(0).id;
  const VariantNames names(subject);
  Histogram histogram{.title = "Where the runs lie",
                      .quantity = metric_label(metric),
                      .unit = unit_of(subject, metric)};
  for (const VariantReport& variant : subject.variants) {
    std::vector<double> samples = samples_of(variant, metric);
    if (samples.empty()) continue;
    histogram.series.push_back({names.of(variant.name), std::move(samples)});
  }
  Document document;
  if (!histogram.series.empty()) document.add(std::move(histogram));
  return document;
}

}  // namespace hone::reports
