// Order statistics and the two exact binomial intervals. The order statistics
// are selected rather than sorted where one or two of them are enough.
#include "analyzers/stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>

namespace hone::stats {
namespace {

std::vector<double> copy_of(std::span<const double> samples) {
  if (samples.empty()) throw std::invalid_argument("a summary needs at least one sample");
  return {samples.begin(), samples.end()};
}

void require_confidence(double confidence) {
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("a confidence lies strictly between 0 and 1");
  }
}

double select(std::vector<double>& values, std::size_t rank) {
  const auto position = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), position, values.end());
  return *position;
}

// Coverage of [k-th smallest, k-th largest] for the median of n samples.
double median_coverage(std::size_t n, std::size_t k) {
  const boost::math::binomial_distribution<double> below(static_cast<double>(n), 0.5);
  return 1 - 2 * boost::math::cdf(below, static_cast<double>(k - 1));
}

}  // namespace

double median(std::span<const double> samples) { return quantile(samples, 0.5); }

double median_absolute_deviation(std::span<const double> samples) {
  std::vector<double> distances = copy_of(samples);
  const double centre = median(samples);
  for (double& value : distances) value = std::abs(value - centre);
  return median(distances);
}

double quantile(std::span<const double> samples, double probability) {
  if (!(probability >= 0 && probability <= 1)) {
    throw std::invalid_argument("a probability lies between 0 and 1");
  }
  std::vector<double> values = copy_of(samples);
  const double position = probability * static_cast<double>(values.size() - 1);
  const auto rank = static_cast<std::size_t>(position);
  const double below = select(values, rank);
  const double share = position - static_cast<double>(rank);
  if (share == 0) return below;
  // Selection left everything after `rank` no smaller, so the next order statistic is its minimum.
  const double above =
      *std::min_element(values.begin() + static_cast<std::ptrdiff_t>(rank) + 1, values.end());
  return std::lerp(below, above, share);
}

std::optional<Interval> median_interval(std::span<const double> samples, double confidence) {
  require_confidence(confidence);
  std::vector<double> values = copy_of(samples);
  if (median_coverage(values.size(), 1) < confidence) return std::nullopt;
  std::size_t reached = 1;  // coverage falls as k grows: bisect for the last that reaches it
  std::size_t missed = values.size() / 2 + 1;
  while (missed - reached > 1) {
    const std::size_t middle = reached + (missed - reached) / 2;
    (median_coverage(values.size(), middle) >= confidence ? reached : missed) = middle;
  }
  const std::size_t n = values.size();
  return Interval{.lo = select(values, reached - 1), .hi = select(values, n - reached)};
}

Interval binomial_interval(int successes, int trials, double confidence) {
  require_confidence(confidence);
  if (trials < 1 || successes < 0 || successes > trials) {
    throw std::invalid_argument("successes lie between 0 and a positive number of trials");
  }
  using Beta = boost::math::beta_distribution<double>;
  const double tail = (1 - confidence) / 2;
  const double hits = successes;
  const double misses = trials - successes;
  Interval interval{.lo = 0, .hi = 1};
  if (successes > 0) interval.lo = boost::math::quantile(Beta(hits, misses + 1), tail);
  if (successes < trials) interval.hi = boost::math::quantile(Beta(hits + 1, misses), 1 - tail);
  return interval;
}

}  // namespace hone::stats
