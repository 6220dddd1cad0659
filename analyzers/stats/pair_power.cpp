// - What share of the pairs lies within a distance of the true effect is read off the order
//   statistics of |d - median|. Below the first quartile a straight line from 0 stands for them:
//   where pairs are dense about their median that makes the share too small, and the power with it.
//   Beyond the greatest, the tail is that of a normal distribution through it.
// - The sample's median lies nearer to its pairs than the truth does. n / (n - 0.8) makes up for it
//   (Croux & Rousseeuw, "Time-efficient algorithms for two highly robust estimators of scale",
//   1992).
// - The spread is known from few pairs, and a difference that would be seen with 90 % if that
// spread
//   were the true one is seen more seldom on average. With c the deviate that rejects, A = c + z
//   the one that the difference has, and v the variance of that difference as it is estimated,
//   relative, the factor K for which (K A - c) / sqrt(1 + K^2 A^2 v) = z holds the probability on
//   average.
#include "analyzers/stats/pair_power.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>

#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

constexpr double countless = 1e9;         // pairs
constexpr double longest_distance = 1e9;  // in typical distances of the pairs
constexpr std::size_t most_of_few = 256;
constexpr double straight_share = 0.25;  // of the pairs, the nearest to the median

double normal_below(double deviate) { return boost::math::cdf(boost::math::normal(), deviate); }

double normal_deviate(double probability) {
  return boost::math::quantile(boost::math::normal(), probability);
}

// Of a normal quantity with this mean and standard deviation, which may be 0.
double probability_above(double threshold, double mean, double deviation) {
  if (deviation > 0) return normal_below((mean - threshold) / deviation);
  return mean >= threshold ? 1 : 0;
}

// K of above, times A. nullopt: the spread is not known well enough for any.
std::optional<double> allowed_deviate(double critical, double deviate, double variance) {
  const double square = deviate * deviate;
  const double known = 1 - square * variance;
  const double root = critical * critical - known * (critical * critical - square);
  if (known <= 0.1 || root < 0) return std::nullopt;
  return (critical + std::sqrt(root)) / known;
}

// The least number in (low, high] for which `holds`, which it does from some number on, within a
// thousandth; nullopt: not even for the last.
template <class Holds>
std::optional<double> least_number(double low, double high, Holds holds) {
  if (!(low > 0) || !holds(high)) return std::nullopt;
  while (high / low > 1.001) {
    const double middle = std::sqrt(low * high);
    (holds(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace

// Were the spread the one that was estimated.
std::optional<double> PairPower::seen_distance(double power) const {
  const double typical = typical_distance();
  return least_number(1e-6 * typical, longest_distance * typical,
                      [&](double far) { return reject(pairs_now(), far) >= power; });
}

std::optional<double> PairPower::detectable_distance(double power) const {
  const std::optional<double> distance = seen_distance(power);
  if (!distance) return std::nullopt;
  const std::optional<double> factor = allowance(*distance, power);
  return factor ? std::optional(*distance * *factor) : std::nullopt;
}

// Pairs grow with the square of the spread. Where those that there are see nothing so surely, the
// spread is as uncertain as that of the typical distance.
std::optional<double> PairPower::pairs_allowed(const std::optional<double>& pairs,
                                               double power) const {
  const std::optional<double> factor =
      allowance(seen_distance(power).value_or(typical_distance()), power);
  if (!pairs || !factor) return std::nullopt;
  return std::ceil(*pairs * *factor * *factor);
}

std::optional<double> PairPower::pairs_beyond(double distance, double power) const {
  if (distance <= 0) return std::nullopt;
  const auto pairs =
      least_number(1, countless, [&](double n) { return reject(std::ceil(n), distance) >= power; });
  return pairs_allowed(pairs, power);
}

std::optional<double> PairPower::pairs_within(double near, double far, double power) const {
  if (near <= 0) return std::nullopt;
  const auto pairs = least_number(1, countless, [&](double n) {
    return reject(std::ceil(n), near) + reject(std::ceil(n), far) - 1 >= power;
  });
  return pairs_allowed(pairs, power);
}

PowerOfMedian::PowerOfMedian(std::span<const double> effects,
                             std::unique_ptr<Thresholds> thresholds)
    : thresholds_(std::move(thresholds)), pairs_(static_cast<double>(effects.size())) {
  const double centre = median(effects);
  for (const double effect : effects) {
    sizes_.push_back(std::abs(effect - centre) * pairs_ / (pairs_ - 0.8));
  }
  std::sort(sizes_.begin(), sizes_.end());
  spread_ = median(sizes_);
  const std::size_t few = std::min(most_of_few, sizes_.size());
  for (std::size_t i = 0; i < few; ++i) {
    few_.push_back(sizes_[(2 * i + 1) * sizes_.size() / (2 * few)]);
  }
}

// The i-th size of n, from 1 on, has a share of (i - 1/2) / n within it.
double PowerOfMedian::share_within(double distance) const {
  const auto quarter =
      std::max<std::size_t>(static_cast<std::size_t>(std::ceil(straight_share * pairs_)), 1);
  const double first = sizes_[quarter - 1];
  if (distance <= first) {
    return (static_cast<double>(quarter) - 0.5) / pairs_ * distance / first;
  }
  if (distance >= sizes_.back()) {
    const double share = (pairs_ - 0.5) / pairs_;
    const double deviates = distance / sizes_.back() * normal_deviate((1 + share) / 2);
    return 2 * normal_below(deviates) - 1;
  }
  const auto above = std::upper_bound(sizes_.begin(), sizes_.end(), distance);
  const double i = static_cast<double>(above - sizes_.begin());
  const double low = *std::prev(above);
  return (i - 0.5 + (distance - low) / (*above - low)) / pairs_;
}

double PowerOfMedian::reject_by_signs(double pairs, double distance) const {
  const std::optional<double> rank = thresholds_->rank(pairs);
  if (!rank) return 0;
  const double beyond = std::clamp((1 - share_within(distance)) / 2, 0.0, 0.5);
  return boost::math::cdf(boost::math::binomial(pairs, beyond), *rank);
}

double PowerOfMedian::reject_by_sizes(double pairs, double distance) const {
  std::vector<double> weights;
  std::vector<double> sizes;
  for (const double away : few_) {
    weights.push_back(distance + away);
    weights.push_back(distance - away);
    sizes.push_back(distance + away);
    sizes.push_back(std::abs(distance - away));
  }
  const double limit = thresholds_->limit(sizes, spread_);
  double mean = 0;
  double squares = 0;
  for (double& weight : weights) {
    weight = std::clamp(weight / limit, -1.0, 1.0);
    mean += weight / static_cast<double>(weights.size());
    squares += weight * weight / static_cast<double>(weights.size());
  }
  const double variance = std::max(0.0, squares - mean * mean);
  return probability_above(thresholds_->least_sum(weights, pairs), pairs * mean,
                           std::sqrt(pairs * variance));
}

double PowerOfMedian::reject(double pairs, double distance) const {
  return std::min(reject_by_signs(pairs, distance), reject_by_sizes(pairs, distance));
}

// The estimate of a distance is that of the quantile of the sizes at its share. The shape by which
// its variance follows from the share's is that of a normal distribution.
std::optional<double> PowerOfMedian::allowance(double distance, double power) const {
  constexpr double usual_critical = 2;  // of a comparison that has no looks left to pay for
  const std::optional<double> rank = thresholds_->rank(pairs_);
  const double critical = rank ? (pairs_ - 2 * *rank - 1) / std::sqrt(pairs_) : usual_critical;
  const double share = std::min(share_within(distance), (pairs_ - 0.5) / pairs_);
  const double deviates = normal_deviate((1 + share) / 2);
  const double density = std::sqrt(2 / std::numbers::pi) * std::exp(-deviates * deviates / 2);
  const double slope = deviates * density;  // of the share, by the logarithm of the distance
  const double variance = share * (1 - share) / (pairs_ * slope * slope);
  const double z = normal_deviate(power);
  const std::optional<double> allowed = allowed_deviate(critical, z, variance);
  if (!allowed) return std::nullopt;
  return *allowed / (critical + z);
}

PowerOfMean::PowerOfMean(std::span<const double> differences, double unit,
                         std::unique_ptr<Thresholds> thresholds)
    : thresholds_(std::move(thresholds)), pairs_(static_cast<double>(differences.size())) {
  double squares = 0;
  for (const double difference : differences) squares += difference * difference;
  deviation_ = std::sqrt(squares / (pairs_ - 1)) / unit;
}

double PowerOfMean::reject(double pairs, double distance) const {
  const double sum = thresholds_->critical_of_mean(pairs) *
                     std::sqrt(pairs * (distance * distance + deviation_ * deviation_));
  return probability_above(sum, pairs * distance, std::sqrt(pairs) * deviation_);
}

// A mean is not compared before there are pairs enough to know their deviation; for heavier tails
// than the normal distribution's its variance is as good as unknown.
std::optional<double> PowerOfMean::allowance(double /*distance*/, double power) const {
  const double critical = thresholds_->critical_of_mean(pairs_);
  const double z = normal_deviate(power);
  const std::optional<double> allowed = allowed_deviate(critical, z, 0.5 / pairs_);
  if (!allowed) return std::nullopt;
  return *allowed / (critical + z);
}

}  // namespace hone::stats
