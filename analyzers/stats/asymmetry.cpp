// The sum of psi, the weights with their signs, over its standard error. The median is itself
// estimated, and moves the sum: to first order the sum is that of psi(x) - k sign(x) about the true
// median, where k = slope / (2 f), slope being the mean slope of psi and f the density at the
// median (the influence function of the median; Huber, "Robust Statistics", 3.2). 1 / (2 f) is read
// off the order statistics one standard deviation of the rank away from the median.
#include "analyzers/stats/asymmetry.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

constexpr std::size_t fewest_values = 20;

// sqrt(n) times the standard error of the median.
double spread_of_median(const std::vector<double>& sorted) {
  const std::size_t n = sorted.size();
  const double root = std::sqrt(static_cast<double>(n));
  const auto step = static_cast<std::size_t>(std::ceil(root / 2));
  const double deviations = 2 * static_cast<double>(step) / root;  // of the rank
  return (sorted[n / 2 + step] - sorted[(n - 1) / 2 - step]) / (2 * deviations) * root;
}

// psi is the distance from the centre, up to the limit; `slope` is its mean slope.
double deviate(const std::vector<double>& sorted, double centre, double limit, double slope) {
  const double k = slope * spread_of_median(sorted);
  double sum = 0;
  double squares = 0;
  for (const double value : sorted) {
    const double psi = std::clamp(value - centre, -limit, limit);
    const double sign = value > centre ? 1 : value < centre ? -1 : 0;
    sum += psi;
    squares += (psi - k * sign) * (psi - k * sign);
  }
  return squares > 0 ? sum / std::sqrt(squares) : 0;
}

}  // namespace

double asymmetry(std::span<const double> values) {
  if (values.size() < fewest_values || median_absolute_deviation(values) == 0) return 0;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return deviate(sorted, median(values), std::numeric_limits<double>::infinity(), 1);
}

double clipped_asymmetry(std::span<const double> values) {
  if (values.size() < fewest_values) return 0;
  const double clip = median_absolute_deviation(values);
  if (clip == 0) return 0;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return deviate(sorted, median(values), clip, 0.5);  // half of the values are not clipped
}

}  // namespace hone::stats
