#include "reports/layout/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

namespace hone::reports {

namespace {

constexpr std::string_view shades = " .:-=+*#%@";

std::vector<double> sorted_finite(const std::vector<double>& samples) {
  std::vector<double> values;
  std::copy_if(samples.begin(), samples.end(), std::back_inserter(values),
               [](double value) { return std::isfinite(value); });
  std::sort(values.begin(), values.end());
  return values;
}

// By nearest rank. Precondition: not empty; probability in (0, 1].
double quantile(const std::vector<double>& sorted, double probability) {
  const auto rank =
      static_cast<std::size_t>(std::ceil(probability * static_cast<double>(sorted.size()) - 1e-9));
  return sorted[std::min(std::max<std::size_t>(rank, 1), sorted.size()) - 1];
}

double interquartile_range(const std::vector<double>& sorted) {
  return quantile(sorted, 0.75) - quantile(sorted, 0.25);
}

// The least and the largest value that are not far from the rest.
HistogramAxis near_range(const std::vector<double>& sorted) {
  constexpr double outer_fence = 3;
  const double spread = interquartile_range(sorted);
  double lo = quantile(sorted, 0.05);
  double hi = quantile(sorted, 0.95);
  if (spread > 0) {
    lo = quantile(sorted, 0.25) - outer_fence * spread;
    hi = quantile(sorted, 0.75) + outer_fence * spread;
  }
  return {*std::lower_bound(sorted.begin(), sorted.end(), lo),
          *std::prev(std::upper_bound(sorted.begin(), sorted.end(), hi))};
}

// In cells; half of each before subtracting, since the ends may be as far apart as doubles go.
double position(double value, const HistogramAxis& axis, std::size_t cells) {
  const double width = axis.hi / 2 - axis.lo / 2;
  if (width <= 0) return static_cast<double>(cells) / 2;
  return (value / 2 - axis.lo / 2) / width * static_cast<double>(cells);
}

// Silverman's rule of thumb (1986, eq. 3.31) with the interquartile range for the spread;
// a triangle has sqrt(6) times the half-width of the Gaussian that it stands for.
double half_width(const std::vector<double>& positions) {
  constexpr double narrowest = 0.5;  // reaches no other cell
  const double deviation = interquartile_range(positions) / 1.34;
  const double count = static_cast<double>(positions.size());
  return std::max(0.9 * deviation * std::pow(count, -0.2) * std::sqrt(6.0), narrowest);
}

// The sample's own cell counts however narrow the triangle is.
std::vector<double> density(const std::vector<double>& positions, std::size_t cells) {
  std::vector<double> heights(cells);
  const double reach = half_width(positions);
  for (const double at : positions) {
    const auto own = std::min(static_cast<std::size_t>(at), cells - 1);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      const double distance = cell == own ? 0 : std::abs(static_cast<double>(cell) + 0.5 - at);
      heights[cell] += std::max(0.0, 1 - distance / reach);
    }
  }
  return heights;
}

char shade_of(double height, double peak) {
  if (height <= 0) return shades.front();
  const double steps = static_cast<double>(shades.size() - 1);
  const auto step = static_cast<std::size_t>(std::ceil(height / peak * steps));
  return shades[std::min(step, shades.size() - 1)];
}

}  // namespace

std::optional<HistogramAxis> histogram_axis(const std::vector<std::vector<double>>& series) {
  std::optional<HistogramAxis> axis;
  for (const std::vector<double>& samples : series) {
    const std::vector<double> sorted = sorted_finite(samples);
    if (sorted.empty()) continue;
    const HistogramAxis own = near_range(sorted);
    axis = axis ? HistogramAxis{std::min(axis->lo, own.lo), std::max(axis->hi, own.hi)} : own;
  }
  return axis;
}

HistogramRow histogram_row(const std::vector<double>& samples, const HistogramAxis& axis,
                           std::size_t cells) {
  HistogramRow row{std::string(cells, shades.front())};
  std::vector<double> positions;
  for (const double value : sorted_finite(samples)) {
    row.below += value < axis.lo ? 1 : 0;
    row.above += value > axis.hi ? 1 : 0;
    if (value >= axis.lo && value <= axis.hi) positions.push_back(position(value, axis, cells));
  }
  if (positions.empty()) return row;
  const std::vector<double> heights = density(positions, cells);
  const double peak = *std::max_element(heights.begin(), heights.end());
  std::transform(heights.begin(), heights.end(), row.cells.begin(),
                 [peak](double height) { return shade_of(height, peak); });
  return row;
}

}  // namespace hone::reports
