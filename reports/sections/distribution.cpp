#include "reports/sections/distribution.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/histogram.hpp"
#include "reports/layout/table.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t indent = 2;

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
void add_quantile_rows(Table& table, std::string name, const MetricSummary& summary,
                       const std::vector<Titled>& columns) {
  std::vector<Cell> values{{std::move(name)}};
  std::vector<Cell> intervals{{""}};
  for (const auto& [title, probability] : columns) {
    const Quantile* quantile = find_quantile(summary, probability);
    values.push_back({quantile == nullptr ? "-" : format_value(quantile->value, summary.unit)});
    intervals.push_back(
        {quantile == nullptr ? "" : interval_cell(*quantile, summary.unit), Tone::faint});
  }
  table.add_row(std::move(values));
  table.add_row(std::move(intervals));
}

std::string quantile_table(const SubjectReport& subject, const std::string& metric,
                           const TerminalStyle& style) {
  const std::vector<Titled> worth = worth_showing(subject, metric);
  std::vector<Column> columns{{metric_label(metric)}};
  for (const auto& [title, probability] : worth) {
    columns.push_back({std::string{title}, Align::right});
  }
  Table table(std::move(columns), Overflow::hang_first);
  const VariantNames names(subject, name_in_table);
  bool is_empty = true;
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    if (summary == nullptr || summary->quantiles.empty()) continue;
    add_quantile_rows(table, names.of(variant.name), *summary, worth);
    is_empty = false;
  }
  return is_empty ? "" : table.render(style, indent);
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

std::string beyond(char side, std::size_t samples) {
  return samples == 0 ? "" : fmt::format("{}{}", side, samples);
}

struct SketchRow {
  std::string name;
  HistogramRow row;
};

// "12.0 ms          14.5 ms" under the ends; in the middle when they are one.
std::string axis_line(const HistogramAxis& axis, Unit unit, std::size_t cells) {
  const std::string lo = format_value(axis.lo, unit);
  const std::string hi = format_value(axis.hi, unit);
  if (axis.lo == axis.hi) return std::string((cells - std::min(cells, lo.size())) / 2, ' ') + lo;
  const std::size_t used = lo.size() + hi.size();
  return lo + std::string(cells > used ? cells - used : 1, ' ') + hi;
}

// Columns left of the cells, and what stands in them.
struct SketchLayout {
  std::size_t name = 0;
  std::size_t below = 0;  // "<2"
  std::size_t above = 0;
  std::size_t cells = 0;

  [[nodiscard]] std::size_t before() const {
    return indent + name + 2 + (below > 0 ? below + 1 : 0);
  }
};

SketchLayout layout_of(const std::vector<SketchRow>& rows, const TerminalStyle& style) {
  constexpr std::size_t most_cells = 60;  // wider rows tell no more
  SketchLayout layout;
  for (const SketchRow& row : rows) {
    layout.name = std::max(layout.name, display_width(row.name));
    layout.below = std::max(layout.below, beyond('<', row.row.below).size());
    layout.above = std::max(layout.above, beyond('>', row.row.above).size());
  }
  const std::size_t taken = layout.before() + 2 + (layout.above > 0 ? layout.above + 1 : 0);
  layout.cells = std::min(most_cells, columns(style) - std::min(taken, columns(style) - 20));
  return layout;
}

std::string sketch_line(const SketchRow& row, const SketchLayout& layout) {
  std::string line(indent, ' ');
  line += row.name + std::string(layout.name - display_width(row.name) + 2, ' ');
  if (layout.below > 0) {
    line += fmt::format("{:>{}} ", beyond('<', row.row.below), layout.below);
  }
  line += fmt::format("|{}|", row.row.cells);
  if (row.row.above > 0) line += " " + beyond('>', row.row.above);
  return line + "\n";
}

std::string caption(const SubjectReport& subject, const SketchLayout& layout) {
  std::string text = fmt::format("Where the runs lie ({}; each row to its own peak",
                                 metric_label(subject.metrics.front().id));
  if (layout.below > 0 && layout.above > 0) {
    text += "; <, > count far runs";
  } else if (layout.below > 0 || layout.above > 0) {
    text += fmt::format("; {} counts far runs", layout.below > 0 ? '<' : '>');
  }
  return text + ")";
}

}  // namespace

std::string render_quantiles(const SubjectReport& subject, const TerminalStyle& style) {
  std::string out;
  for (const std::string& metric : compared_metrics(subject)) {
    const std::string table = quantile_table(subject, metric, style);
    if (!out.empty() && !table.empty()) out += '\n';
    out += table;
  }
  if (out.empty()) return out;
  return out + paragraph(
                   "Under each quantile: its 95 % interval, whatever the distribution; "
                   "'-' where the runs are too few for one.",
                   indent, indent, style);
}

std::string render_sketch(const SubjectReport& subject, const TerminalStyle& style) {
  const std::string& metric = subject.metrics.at(0).id;
  std::vector<std::vector<double>> series;
  for (const VariantReport& variant : subject.variants) {
    series.push_back(samples_of(variant, metric));
  }
  const std::optional<HistogramAxis> axis = histogram_axis(series);
  if (!axis) return "";

  const VariantNames names(subject, name_in_table);
  std::vector<SketchRow> rows;
  const auto draw = [&](std::size_t cells) {
    rows.clear();
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (series[i].empty()) continue;
      rows.push_back({names.of(subject.variants[i].name), histogram_row(series[i], *axis, cells)});
    }
  };
  draw(1);  // how many samples lie beyond the axis does not depend on its cells
  const SketchLayout layout = layout_of(rows, style);
  draw(layout.cells);

  std::string out = paragraph(caption(subject, layout), indent, indent, style);
  for (const SketchRow& row : rows) out += sketch_line(row, layout);
  out += std::string(layout.before() + 1, ' ') +
         axis_line(*axis, unit_of(subject, metric), layout.cells) + "\n";
  return out;
}

}  // namespace hone::reports
