// A sketch of distributions: one row of characters for each, darker where more samples lie, all on
// one axis. Values far from the rest are counted at its ends instead of stretching it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hone::reports {

struct HistogramAxis {
  double lo = 0;
  double hi = 0;  // >= lo; equal when there is one value only
};

// An axis wide enough for every series but its far values: those beyond Tukey's outer fences (three
// interquartile ranges from the quartiles), or, where the quartiles are equal, beyond the 5th and
// 95th percentile. Values that are not finite do not count; nullopt: none is left.
std::optional<HistogramAxis> histogram_axis(const std::vector<std::vector<double>>& series);

struct HistogramRow {
  std::string cells;      // from blank to "@", which is this row's own peak
  std::size_t below = 0;  // samples left of the axis
  std::size_t above = 0;  // samples right of it
};

// A row of `cells` >= 1 characters. The density is a sum of triangles, whose width falls with the
// number of samples and grows with their spread: a sketch of 30 samples should not be 30 dots.
HistogramRow histogram_row(const std::vector<double>& samples, const HistogramAxis& axis,
                           std::size_t cells);

}  // namespace hone::reports
