// How likely a comparison is to be decided, by the spread of its own pairs.
//
// The pairs are taken to lie about the true effect as they were seen to lie about their median,
// either way alike. A difference is called where the near edge of the margin is rejected, which the
// median takes two tests for. `distance` is that of the truth from the edge:
// - signs: at most `rank` of n pairs lie on the far side of the edge. Their number is binomial.
// - sizes: the sum of the weights of x = d - edge, each clipped, reaches a least sum. It has the
// mean
//   n E(psi) and the variance n Var(psi), and for many pairs is normal (the power of a test under
//   fixed alternatives; Lehmann & Romano, "Testing Statistical Hypotheses", 15.2).
// The power is the lesser of the two. What earlier looks would have called is not added, and that
// both must reject at once is not taken off; docs/statistics.md tells how often what is to be seen
// in 90 % of comparisons is seen.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace hone::stats {

// When a method of deciding rejects, by the number of pairs.
class Thresholds {
 public:
  virtual ~Thresholds() = default;
  // The size from which on x has the whole weight. `sizes`: of x; `spread`: the median distance of
  // the pairs from their median.
  [[nodiscard]] virtual double limit(std::span<const double> sizes, double spread) const = 0;
  // The least sum of the weights of so many pairs that rejects. `weights`: each from -1 to 1, those
  // of a few pairs that stand for all.
  [[nodiscard]] virtual double least_sum(std::span<const double> weights, double pairs) const = 0;
  // The greatest number of pairs on one side at which signs reject; nullopt: not even 0.
  [[nodiscard]] virtual std::optional<double> rank(double pairs) const = 0;
  // The least sum of differences that rejects a mean of 0, in roots of the sum of their squares.
  [[nodiscard]] virtual double critical_of_mean(double pairs) const = 0;
};

class PairPower {
 public:
  virtual ~PairPower() = default;

  // The probability that so many pairs reject an edge which lies `distance` > 0 from the truth.
  [[nodiscard]] virtual double reject(double pairs, double distance) const = 0;

  // The least distance that as many pairs as there are reject with this probability, were their
  // spread the true one. nullopt: they reject none so surely.
  [[nodiscard]] std::optional<double> seen_distance(double power) const;

  // The same of a spread of which they are but a sample: here and below it is taken to be as much
  // larger as its uncertainty asks for. nullopt: as above, or the spread is as good as unknown.
  [[nodiscard]] std::optional<double> detectable_distance(double power) const;

  // How many pairs reject one edge with this probability, or both at once. nullopt: more than 1e9,
  // or as above.
  [[nodiscard]] std::optional<double> pairs_beyond(double distance, double power) const;
  [[nodiscard]] std::optional<double> pairs_within(double near, double far, double power) const;

 private:
  [[nodiscard]] virtual double pairs_now() const = 0;
  [[nodiscard]] virtual double typical_distance() const = 0;
  // By how much a spread that was estimated is to be multiplied, so that what is rejected at this
  // distance with this probability is so on average over what the spread may be.
  [[nodiscard]] virtual std::optional<double> allowance(double distance, double power) const = 0;
  [[nodiscard]] std::optional<double> pairs_allowed(const std::optional<double>& pairs,
                                                    double power) const;
};

// About the median of effects that are not mostly equal.
class PowerOfMedian : public PairPower {
 public:
  PowerOfMedian(std::span<const double> effects, std::unique_ptr<Thresholds> thresholds);

  [[nodiscard]] double reject(double pairs, double distance) const override;

 private:
  [[nodiscard]] double pairs_now() const override { return pairs_; }
  [[nodiscard]] double typical_distance() const override { return spread_; }
  [[nodiscard]] std::optional<double> allowance(double distance, double power) const override;
  [[nodiscard]] double share_within(double distance) const;
  [[nodiscard]] double reject_by_signs(double pairs, double distance) const;
  [[nodiscard]] double reject_by_sizes(double pairs, double distance) const;

  std::unique_ptr<Thresholds> thresholds_;
  double pairs_;
  std::vector<double> sizes_;  // distances from the median, sorted
  double spread_ = 0;          // their median
  std::vector<double> few_;    // of them, which stand for all
};

// About the ratio of the means or the mean of differences, by differences whose mean is 0 at the
// estimate. `unit`: by how much an effect that is larger by 1 moves that mean, to first order.
class PowerOfMean : public PairPower {
 public:
  PowerOfMean(std::span<const double> differences, double unit,
              std::unique_ptr<Thresholds> thresholds);

  [[nodiscard]] double reject(double pairs, double distance) const override;

 private:
  [[nodiscard]] double pairs_now() const override { return pairs_; }
  [[nodiscard]] double typical_distance() const override { return deviation_; }
  [[nodiscard]] std::optional<double> allowance(double distance, double power) const override;

  std::unique_ptr<Thresholds> thresholds_;
  double pairs_;
  double deviation_ = 0;  // of the differences, in units
};

}  // namespace hone::stats
