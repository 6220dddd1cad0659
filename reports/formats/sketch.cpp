#include "reports/formats/sketch.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "reports/formats/short_names.hpp"
#include "reports/layout/escape.hpp"
#include "reports/layout/histogram.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/format.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t sketch_indent = 2;

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
  std::size_t name = 0;   // 0: names stand on lines of their own
  std::size_t below = 0;  // "<2"
  std::size_t above = 0;
  std::size_t cells = 0;

  [[nodiscard]] std::size_t before() const {
    return sketch_indent + (name > 0 ? name + 2 : 0) + (below > 0 ? below + 1 : 0);
  }
};

SketchLayout layout_of(const std::vector<SketchRow>& rows, const TerminalStyle& style) {
  constexpr std::size_t most_cells = 60;    // wider rows tell no more
  constexpr std::size_t fewest_cells = 20;  // narrower ones tell less than names beside them
  SketchLayout layout;
  for (const SketchRow& row : rows) {
    layout.name = std::max(layout.name, display_width(row.name));
    layout.below = std::max(layout.below, beyond('<', row.row.below).size());
    layout.above = std::max(layout.above, beyond('>', row.row.above).size());
  }
  const auto left = [&] {
    const std::size_t taken = layout.before() + 2 + (layout.above > 0 ? layout.above + 1 : 0);
    return columns(style) - std::min(taken, columns(style) - 1);
  };
  if (left() < fewest_cells) layout.name = 0;
  layout.cells = std::min(most_cells, left());
  return layout;
}

std::string sketch_line(const SketchRow& row, const SketchLayout& layout,
                        const TerminalStyle& style) {
  std::string line(sketch_indent, ' ');
  if (layout.name > 0) {
    line += row.name + std::string(layout.name - display_width(row.name) + 2, ' ');
  } else {
    line = paragraph(row.name, sketch_indent, sketch_indent, style) + line;
  }
  if (layout.below > 0) {
    line += fmt::format("{:>{}} ", beyond('<', row.row.below), layout.below);
  }
  line += fmt::format("|{}|", row.row.cells);
  if (row.row.above > 0) line += " " + beyond('>', row.row.above);
  return line + "\n";
}

std::string caption(const Histogram& histogram, const SketchLayout& layout) {
  std::string text = fmt::format("{} ({}; each row to its own peak", escape_text(histogram.title),
                                 escape_text(histogram.quantity));
  if (layout.below > 0 && layout.above > 0) {
    text += "; <, > count far runs";
  } else if (layout.below > 0 || layout.above > 0) {
    text += fmt::format("; {} counts far runs", layout.below > 0 ? '<' : '>');
  }
  return text + ")";
}

std::vector<SketchRow> drawn(const Histogram& histogram, const HistogramAxis& axis,
                             std::size_t cells) {
  std::vector<SketchRow> rows;
  for (const Histogram::Series& series : histogram.series) {
    if (series.samples.empty()) continue;
    rows.push_back(
        {shown(series.name, NameRoom::table), histogram_row(series.samples, axis, cells)});
  }
  return rows;
}

}  // namespace

std::string sketch(const Histogram& histogram, const TerminalStyle& style) {
  std::vector<std::vector<double>> samples;
  for (const Histogram::Series& series : histogram.series) samples.push_back(series.samples);
  const std::optional<HistogramAxis> axis = histogram_axis(samples);
  if (!axis) return "";
  // How many samples lie beyond the axis does not depend on its cells.
  const SketchLayout layout = layout_of(drawn(histogram, *axis, 1), style);
  std::string out = paragraph(caption(histogram, layout), sketch_indent, sketch_indent, style);
  for (const SketchRow& row : drawn(histogram, *axis, layout.cells)) {
    out += sketch_line(row, layout, style);
  }
  const std::string ends = axis_line(*axis, histogram.unit, layout.cells);
  const std::size_t room = columns(style) - std::min(columns(style), display_width(ends));
  return out + std::string(std::min(layout.before() + 1, room), ' ') + ends + "\n";
}

}  // namespace hone::reports
