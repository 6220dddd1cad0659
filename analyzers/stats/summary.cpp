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

void require_probability(double probability) {
  if (!(probability >= 0 && probability <= 1)) {
    throw std::invalid_argument("a probability lies between 0 and 1");
  }
}

// Greatest k for which the k-th smallest of n samples exceeds the quantile with a
// probability of (1 - confidence) / 2 at most; 0 when not even the smallest does.
std::size_t depth_below(std::size_t n, double probability, double confidence) {
  const boost::math::binomial_distribution<double> below(static_cast<double>(n), probability);
  std::size_t reached = 0;  // the tail grows with k: bisect for the last that stays within
  std::size_t missed = n + 1;
  while (missed - reached > 1) {
    const std::size_t middle = reached + (missed - reached) / 2;
    const double tail = boost::math::cdf(below, static_cast<double>(middle - 1));
    (1 - 2 * tail >= confidence ? reached : missed) = middle;
  }
  return reached;
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
  require_probability(probability);
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

std::optional<Interval> quantile_interval(std::span<const double> samples, double probability,
                                          double confidence) {
  require_probability(probability);
  require_confidence(confidence);
  std::vector<double> values = copy_of(samples);
  const std::size_t n = values.size();
  const std::size_t low = depth_below(n, probability, confidence);
  // Counted from the largest, the quantile is that of the complement.
  const std::size_t high = depth_below(n, 1 - probability, confidence);
  if (low == 0 || high == 0) return std::nullopt;
  return Interval{.lo = select(values, low - 1), .hi = select(values, n - high)};
}

std::optional<Interval> median_interval(std::span<const double> samples, double confidence) {
  return quantile_interval(samples, 0.5, confidence);
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
