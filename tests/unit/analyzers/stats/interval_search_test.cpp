// The search on tests whose accepted deltas are known.
#include "analyzers/stats/interval_search.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/stats/sign_flip_test.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

const std::vector<double> pairs{-1, 0, 1};

// A test that accepts what lies between, and whose sum is 0 in the middle.
std::optional<Interval> search(double lo, double hi, double estimate, double margin = 0) {
  return find_interval(
      pairs, estimate, {.edge = std::log1p(margin)},
      [=](double delta) { return delta < lo || delta > hi; },
      [=](double delta) { return delta < (lo + hi) / 2; });
}

TEST(IntervalSearch, EndsAreOutsideByA128thAtMost) {
  const Interval interval = search(-0.123, 0.0456, 0).value();
  EXPECT_LE(interval.lo, -0.123);
  EXPECT_GE(interval.lo, -0.123 * (1 + 1.0 / 100));
  EXPECT_GE(interval.hi, 0.0456);
  EXPECT_LE(interval.hi, 0.0456 * (1 + 1.0 / 100));
}

TEST(IntervalSearch, AsksAtTheMargin) {
  const double edge = std::log1p(0.01);
  const Interval interval = search(-edge / 1.0001, edge / 1.0001, 0, 0.01).value();
  EXPECT_EQ(interval, (Interval{.lo = -edge, .hi = edge}));
}

// As differences in a unit of their own may be; what is not told apart is theirs to say.
TEST(IntervalSearch, PairsOfAnySizeAreSearchedAlike) {
  const std::vector<double> large{-1e30, 0, 1e30};
  const Interval interval =
      find_interval(
          large, 0, {.edge = 1e28, .finest = 1e21},
          [](double delta) { return delta < -0.5e30 || delta > 1e28 / 1.0001; },
          [](double delta) { return delta < 0; })
          .value();
  EXPECT_LE(interval.lo, -0.5e30);
  EXPECT_GE(interval.lo, -0.51e30);
  EXPECT_EQ(interval.hi, 1e28);

  const std::vector<double> equal{1e30, 1e30};
  EXPECT_EQ(find_interval(equal, 1e30, {}, [](double delta) { return delta != 1e30; }, {}),
            (Interval{.lo = 1e30, .hi = 1e30}));
}

TEST(IntervalSearch, IsAbsentWhenADeltaBeyondThePairsIsAccepted) {
  EXPECT_FALSE(search(-10, 0.5, 0));
  EXPECT_FALSE(search(-0.5, 10, 0));
}

TEST(IntervalSearch, FindsWhatIsAcceptedFarFromARejectedEstimate) {
  // Halving from 3 towards 0 asks at 0.375 and 0.1875, and steps over it.
  const Interval interval = search(0.30, 0.31, 0).value();
  EXPECT_EQ(interval.lo, 0);
  EXPECT_NEAR(interval.hi, 0.31, 0.0001);
}

TEST(IntervalSearch, ReachesWhereTheSumOfSkewedPairsIsZero) {
  // Of many exponential values the median, ln 2, is far off the clipped mean.
  std::mt19937_64 engine(1);
  std::exponential_distribution<double> exponential;
  SignFlipTest test(256, 1.0, 1);
  std::vector<double> values;
  for (int i = 0; i < 5000; ++i) values.push_back(exponential(engine));
  test.extend(values.size());
  const std::vector<Look> looks{{.pairs = values.size(), .alpha_spent = 0.05}};
  const auto rejects = [&](double delta) { return test.rejects(values, looks, delta); };
  const double estimate = median(values);
  const Interval interval = find_interval(values, estimate, {}, rejects, [&](double delta) {
                              return test.sum(values, delta) > 0;
                            }).value();
  EXPECT_TRUE(rejects(estimate));
  EXPECT_EQ(interval.lo, estimate);
  EXPECT_TRUE(rejects(interval.hi));
  EXPECT_FALSE(rejects(interval.hi - 0.1 * (interval.hi - interval.lo)));
}

}  // namespace
}  // namespace hone::stats
