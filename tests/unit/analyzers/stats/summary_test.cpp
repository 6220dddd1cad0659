// Summaries against values worked out by hand or printed in the literature.
#include "analyzers/stats/summary.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace hone::stats {
namespace {

TEST(Summary, MedianOfAnOddNumberIsTheMiddleOne) {
  EXPECT_DOUBLE_EQ(median(std::array{5.0, 1.0, 3.0}), 3.0);
}

TEST(Summary, MedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo) {
  EXPECT_DOUBLE_EQ(median(std::array{4.0, 1.0, 3.0, 10.0}), 3.5);
}

TEST(Summary, LeavesTheSamplesInRunOrder) {
  const std::vector<double> samples{3, 1, 2};
  median(samples);
  median_absolute_deviation(samples);
  quantile(samples, 0.9);
  EXPECT_EQ(samples, (std::vector<double>{3, 1, 2}));
}

TEST(Summary, MedianAbsoluteDeviationIsNotScaled) {
  // Distances to the median 2: 1 1 0 0 2 4 7.
  EXPECT_DOUBLE_EQ(median_absolute_deviation(std::array{1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0}), 1.0);
}

TEST(Summary, QuantileInterpolatesBetweenOrderStatistics) {
  const std::array samples{40.0, 10.0, 30.0, 20.0};
  EXPECT_DOUBLE_EQ(quantile(samples, 0), 10.0);
  EXPECT_DOUBLE_EQ(quantile(samples, 0.25), 17.5);
  EXPECT_DOUBLE_EQ(quantile(samples, 0.5), 25.0);
  EXPECT_DOUBLE_EQ(quantile(samples, 1), 40.0);
}

TEST(Summary, QuantileOfOneSampleIsThatSample) {
  EXPECT_DOUBLE_EQ(quantile(std::array{7.0}, 0.99), 7.0);
}

TEST(Summary, NothingIsSummarisedFromNoSamples) {
  EXPECT_THROW(median({}), std::invalid_argument);
  EXPECT_THROW(median_absolute_deviation({}), std::invalid_argument);
  EXPECT_THROW(quantile({}, 0.5), std::invalid_argument);
  EXPECT_THROW(median_interval({}, 0.95), std::invalid_argument);
}

TEST(Summary, RefusesAProbabilityOutOfRange) {
  EXPECT_THROW(quantile(std::array{1.0}, -0.1), std::invalid_argument);
  EXPECT_THROW(quantile(std::array{1.0}, 1.1), std::invalid_argument);
  EXPECT_THROW(median_interval(std::array{1.0}, 1.0), std::invalid_argument);
}

TEST(MedianInterval, IsAbsentBelowSixSamplesAtNinetyFivePercent) {
  // The extremes of five cover the median with 1 - 2 / 2^5 = 93.75 %.
  EXPECT_FALSE(median_interval(std::array{1.0, 2.0, 3.0, 4.0, 5.0}, 0.95));
}

TEST(MedianInterval, IsTheExtremesOfSixSamples) {
  // 1 - 2 / 2^6 = 96.9 %.
  EXPECT_EQ(median_interval(std::array{6.0, 2.0, 3.0, 4.0, 5.0, 1.0}, 0.95),
            (Interval{.lo = 1, .hi = 6}));
}

TEST(MedianInterval, TakesTheInnermostRanksThatReachTheConfidence) {
  // n = 20: ranks 6 and 15 cover with 95.86 %, ranks 7 and 14 with 88.5 %.
  std::vector<double> samples;
  for (int i = 20; i >= 1; --i) samples.push_back(i);
  EXPECT_EQ(median_interval(samples, 0.95), (Interval{.lo = 6, .hi = 15}));
}

// P(lowest..highest successes), term by term.
double binomial_sum(int trials, double probability, int lowest, int highest) {
  double sum = 0;
  for (int k = lowest; k <= highest; ++k) {
    sum += std::exp(std::lgamma(trials + 1) - std::lgamma(k + 1) - std::lgamma(trials - k + 1) +
                    k * std::log(probability) + (trials - k) * std::log1p(-probability));
  }
  return sum;
}

// Its own ranks as samples: the ends of an interval are then the ranks chosen.
std::vector<double> ranks(int n) {
  std::vector<double> samples(static_cast<std::size_t>(n));
  std::iota(samples.begin(), samples.end(), 1.0);
  return samples;
}

TEST(QuantileInterval, CoversAndIsNoWiderThanEachTailNeeds) {
  for (const int n : {20, 57, 400, 1000}) {
    for (const double probability : {0.1, 0.25, 0.5, 0.9, 0.95}) {
      const auto interval = quantile_interval(ranks(n), probability, 0.9);
      if (!interval) continue;
      const int low = static_cast<int>(interval->lo);
      const int high = static_cast<int>(interval->hi);
      // Missed when fewer than `low` samples are below the quantile, or at least `high`.
      EXPECT_LE(binomial_sum(n, probability, 0, low - 1), 0.05) << n << " " << probability;
      EXPECT_GT(binomial_sum(n, probability, 0, low), 0.05) << n << " " << probability;
      EXPECT_LE(binomial_sum(n, probability, high, n), 0.05) << n << " " << probability;
      EXPECT_GT(binomial_sum(n, probability, high - 1, n), 0.05) << n << " " << probability;
    }
  }
}

TEST(QuantileInterval, IsAbsentWhenTheFartherExtremeDoesNotReach) {
  // The largest of n covers the 99th percentile when 0.99^n <= 2.5 %: from 368 on.
  EXPECT_FALSE(quantile_interval(ranks(367), 0.99, 0.95));
  EXPECT_EQ(quantile_interval(ranks(368), 0.99, 0.95).value().hi, 368);
  EXPECT_FALSE(quantile_interval(ranks(367), 0.01, 0.95));
  EXPECT_EQ(quantile_interval(ranks(368), 0.01, 0.95).value().lo, 1);
}

TEST(QuantileInterval, MirrorsWithTheComplement) {
  const Interval upper = quantile_interval(ranks(500), 0.95, 0.95).value();
  const Interval lower = quantile_interval(ranks(500), 0.05, 0.95).value();
  EXPECT_EQ(lower, (Interval{.lo = 501 - upper.hi, .hi = 501 - upper.lo}));
}

TEST(QuantileInterval, OfTheMedianIsTheMedianInterval) {
  for (int n = 1; n <= 60; ++n) {
    EXPECT_EQ(quantile_interval(ranks(n), 0.5, 0.95), median_interval(ranks(n), 0.95)) << n;
  }
}

TEST(QuantileInterval, ThereIsNoneOfTheExtremes) {
  EXPECT_FALSE(quantile_interval(ranks(1000), 0, 0.95));
  EXPECT_FALSE(quantile_interval(ranks(1000), 1, 0.95));
}

TEST(QuantileInterval, RefusesWhatIsNoProbability) {
  EXPECT_THROW(quantile_interval(ranks(9), 1.1, 0.95), std::invalid_argument);
  EXPECT_THROW(quantile_interval(ranks(9), 0.5, 1), std::invalid_argument);
  EXPECT_THROW(quantile_interval({}, 0.5, 0.95), std::invalid_argument);
}

TEST(BinomialInterval, MatchesTheClosedFormAtTheEnds) {
  // No success in n trials: the upper end solves (1 - p)^n = 0.025.
  const Interval none = binomial_interval(0, 10, 0.95);
  EXPECT_EQ(none.lo, 0);
  EXPECT_NEAR(none.hi, 0.308497, 1e-6);
  const Interval all = binomial_interval(10, 10, 0.95);
  EXPECT_NEAR(all.lo, 1 - 0.308497, 1e-6);
  EXPECT_EQ(all.hi, 1);
}

TEST(BinomialInterval, MatchesAPublishedTable) {
  // 95 % Clopper-Pearson for 5 of 20, as printed in tables of the exact interval.
  const Interval interval = binomial_interval(5, 20, 0.95);
  EXPECT_NEAR(interval.lo, 0.0866, 5e-5);
  EXPECT_NEAR(interval.hi, 0.4910, 5e-5);
}

TEST(BinomialInterval, RefusesMoreSuccessesThanTrials) {
  EXPECT_THROW(binomial_interval(2, 1, 0.95), std::invalid_argument);
  EXPECT_THROW(binomial_interval(-1, 1, 0.95), std::invalid_argument);
  EXPECT_THROW(binomial_interval(0, 0, 0.95), std::invalid_argument);
}

}  // namespace
}  // namespace hone::stats
