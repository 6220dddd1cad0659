// The comparison on small cases with known answers, and on simulated noise with
// known truth. The error rates are exact by construction, so a binomial bound that
// a sound method misses once in ten thousand seeds is enough, and the seed is fixed;
// scripts/studies/simulated_noise.cpp measures the same closely.
#include "analyzers/stats/sequential_comparison.hpp"

#include <cctype>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/stats/summary.hpp"
#include "tests/simulated/noise_models.hpp"

namespace hone::stats {
namespace {

SequentialComparison with(const std::vector<double>& log_ratios,
                          const SequentialDesign& design = {}) {
  SequentialComparison comparison(design);
  for (const double d : log_ratios) comparison.add(d);
  return comparison;
}

// Looks whenever one is due and at the end, as a runner with a budget of pairs does.
Decision run(const std::vector<double>& log_ratios, const SequentialDesign& design = {}) {
  SequentialComparison comparison(design);
  const auto limit = static_cast<double>(log_ratios.size());
  for (std::size_t i = 1; i <= log_ratios.size(); ++i) {
    comparison.add(log_ratios[i - 1]);
    if (!comparison.look_due() && i < log_ratios.size()) continue;
    if (comparison.look(static_cast<double>(i) / limit).stopped == Stopped::decided) break;
  }
  return comparison.decision();
}

std::vector<double> negated(std::vector<double> values) {
  for (double& value : values) value = -value;
  return values;
}

TEST(SequentialComparison, LooksAtSixPairsThenHalfAsManyAgain) {
  SequentialComparison comparison({.seed = 1});
  std::vector<int> looks;
  for (int pairs = 1; pairs <= 100; ++pairs) {
    comparison.add(0.01 * pairs);
    if (!comparison.look_due()) continue;
    looks.push_back(pairs);
    comparison.spend(pairs / 100.0);
  }
  EXPECT_EQ(looks, (std::vector<int>{6, 9, 13, 19, 28, 42, 63, 94}));
}

TEST(SequentialComparison, AnUnplannedLookKeepsTheSchedule) {
  SequentialComparison comparison = with({1, 2, 3, 4, 5, 6, 7});
  comparison.spend(0.1);
  EXPECT_FALSE(comparison.look_due());
  comparison.add(8);
  EXPECT_FALSE(comparison.look_due());
  comparison.add(9);
  EXPECT_TRUE(comparison.look_due());
}

TEST(SequentialComparison, SpendsAlphaAsTheRootOfTheBudget) {
  SequentialComparison comparison = with({0.1}, {.alpha = 0.04});
  EXPECT_EQ(comparison.alpha_spent(), 0);
  comparison.spend(0.25);
  EXPECT_DOUBLE_EQ(comparison.alpha_spent(), 0.02);
  comparison.spend(1);
  EXPECT_DOUBLE_EQ(comparison.alpha_spent(), 0.04);
}

TEST(SequentialComparison, NeverTakesBackAlphaThatIsSpent) {
  SequentialComparison comparison = with({0.1});
  comparison.spend(0.5);
  const double spent = comparison.alpha_spent();
  comparison.spend(0.25);
  EXPECT_EQ(comparison.alpha_spent(), spent);
}

TEST(SequentialComparison, ARaisedAlphaCountsFromTheFirstLook) {
  // Another metric is decided after four looks; from there on all is as if the whole
  // alpha had been this comparison's from the start.
  Engine engine(19);
  const std::vector<double> pairs = simulate_pairs(Noise::bursts, 42, 0.02, engine);
  SequentialComparison raised({.alpha = 0.025, .draws = 1024});
  SequentialComparison whole({.alpha = 0.05, .draws = 1024});
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    raised.add(pairs[i]);
    whole.add(pairs[i]);
    if (!whole.look_due()) continue;
    const double fraction = static_cast<double>(i + 1) / 42;
    raised.look(fraction);
    whole.look(fraction);
    if (i + 1 == 19) {
      EXPECT_NE(raised.decision().interval, whole.decision().interval);
      raised.set_alpha(0.05);
    }
  }
  EXPECT_EQ(raised.decision().interval, whole.decision().interval);
  EXPECT_DOUBLE_EQ(raised.alpha_spent(), 0.05);
}

TEST(SequentialComparison, ARaisedAlphaMayDecideThePairsThatAreThere) {
  SequentialComparison comparison = with({0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, {.alpha = 0.02});
  EXPECT_EQ(comparison.look(1).verdict, Verdict::inconclusive);
  comparison.set_alpha(0.04);  // unanimity of six is 3.1 %
  EXPECT_EQ(comparison.decision().verdict, Verdict::inconclusive);
  EXPECT_EQ(comparison.look(1).verdict, Verdict::regression);
}

TEST(SequentialComparison, LookingTwiceAtTheSamePairsChangesNothing) {
  Engine engine(23);
  SequentialComparison comparison = with(simulate_pairs(Noise::white, 19, 0.02, engine));
  comparison.look(0.3);
  const Decision once = comparison.decision();
  EXPECT_EQ(comparison.look(0.3).interval, once.interval);
}

TEST(SequentialComparison, AlphaDoesNotFall) {
  SequentialComparison comparison({.alpha = 0.02});
  EXPECT_THROW(comparison.set_alpha(0.01), std::invalid_argument);
  EXPECT_THROW(comparison.set_alpha(1), std::invalid_argument);
  EXPECT_THROW(comparison.set_alpha(std::numeric_limits<double>::quiet_NaN()),
               std::invalid_argument);
  EXPECT_EQ(comparison.alpha(), 0.02);
}

TEST(SequentialComparison, IntervalOfSixPairsIsTheirExtremes) {
  // One look at six pairs rejects unanimous signs only, so every delta between
  // the extremes is accepted and none beyond.
  const std::vector<double> pairs{0.10, 0.13, 0.11, 0.12, 0.15, 0.09};
  SequentialComparison comparison = with(pairs);
  const Decision& decision = comparison.look(1);
  ASSERT_TRUE(decision.interval);
  EXPECT_NEAR(decision.interval->lo, 0.09, 0.0005);
  EXPECT_NEAR(decision.interval->hi, 0.15, 0.0005);
  EXPECT_EQ(decision.effect, median(pairs));
  EXPECT_EQ(decision.pairs, 6);
  EXPECT_EQ(decision.looks, 1);
}

TEST(SequentialComparison, HasNoIntervalWhileThePairsAreTooFewForTheAlpha) {
  SequentialComparison comparison = with({0.10, 0.13, 0.11, 0.12, 0.15, 0.09});
  const Decision& decision = comparison.look(0.1);  // 1.6 %, unanimity of six is 3.1 %
  EXPECT_FALSE(decision.interval);
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_EQ(decision.pairs, 6);
}

TEST(SequentialComparison, CountsThatNeverDifferAreEquivalent) {
  const Decision decision = run(std::vector<double>(20, 0.0), {.margin = 0});
  EXPECT_EQ(decision.interval, (Interval{.lo = 0, .hi = 0}));
  EXPECT_EQ(decision.verdict, Verdict::equivalent);
  EXPECT_EQ(decision.stopped, Stopped::decided);
  EXPECT_EQ(decision.effect, 0);
}

TEST(SequentialComparison, CountsThatAlwaysDifferByTheSameAreExact) {
  const Decision decision = run(std::vector<double>(20, 0.05));
  EXPECT_EQ(decision.interval, (Interval{.lo = 0.05, .hi = 0.05}));
  EXPECT_EQ(decision.verdict, Verdict::regression);
}

TEST(SequentialComparison, ASingleOutlierAmongZerosStaysFinite) {
  std::vector<double> pairs(30, 0.0);
  pairs[3] = 0.7;
  const Decision decision = run(pairs);
  ASSERT_TRUE(decision.interval);
  EXPECT_NEAR(decision.interval->lo, 0, 1e-6);
  EXPECT_NEAR(decision.interval->hi, 0, 1e-6);
  EXPECT_EQ(decision.verdict, Verdict::equivalent);
}

TEST(SequentialComparison, NegatedPairsMirrorTheDecision) {
  Engine engine(7);
  for (const Noise noise : hostile_noises) {
    const std::vector<double> pairs = simulate_pairs(noise, 20, 0.02, engine);
    const Decision decision = run(pairs, {.draws = 1024});
    const Decision mirrored = run(negated(pairs), {.better = Better::higher, .draws = 1024});
    EXPECT_EQ(mirrored.verdict, decision.verdict) << to_string(noise);
    EXPECT_EQ(mirrored.effect, -decision.effect) << to_string(noise);
    ASSERT_TRUE(decision.interval && mirrored.interval) << to_string(noise);
    EXPECT_EQ(mirrored.interval->lo, -decision.interval->hi) << to_string(noise);
    EXPECT_EQ(mirrored.interval->hi, -decision.interval->lo) << to_string(noise);
  }
}

TEST(SequentialComparison, TheSameSeedGivesTheSameDecision) {
  Engine engine(3);
  const std::vector<double> pairs = simulate_pairs(Noise::bursts, 40, 0, engine);
  EXPECT_EQ(run(pairs, {.seed = 5}).interval, run(pairs, {.seed = 5}).interval);
  EXPECT_NE(run(pairs, {.seed = 5}).interval, run(pairs, {.seed = 6}).interval);
}

TEST(SequentialComparison, IntervalContainsTheEstimate) {
  Engine engine(11);
  for (const Noise noise : hostile_noises) {
    for (int trial = 0; trial < 20; ++trial) {
      const Decision decision = run(simulate_pairs(noise, 19, 0, engine), {.draws = 512});
      ASSERT_TRUE(decision.interval);
      EXPECT_LE(decision.interval->lo, decision.effect) << to_string(noise);
      EXPECT_GE(decision.interval->hi, decision.effect) << to_string(noise);
    }
  }
}

TEST(SequentialComparison, IntervalNarrowsWithMorePairs) {
  Engine engine(5);
  SequentialComparison comparison({.margin = 0, .draws = 1024});
  double width = std::numeric_limits<double>::infinity();
  const std::vector<double> pairs = simulate_pairs(Noise::white, 94, 0.01, engine);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    comparison.add(pairs[i]);
    if (i + 1 != 9 && i + 1 != 28 && i + 1 != 94) continue;
    const Decision& decision = comparison.look(static_cast<double>(i + 1) / 94);
    ASSERT_TRUE(decision.interval);
    EXPECT_LT(decision.interval->hi - decision.interval->lo, width);
    width = decision.interval->hi - decision.interval->lo;
  }
}

TEST(SequentialComparison, RejectsWhatTheIntervalExcludes) {
  Engine engine(13);
  SequentialComparison comparison =
      with(simulate_pairs(Noise::heavy_tails, 28, 0.02, engine), {.draws = 1024});
  const Interval interval = comparison.look(1).interval.value();
  const double width = interval.hi - interval.lo;
  for (const double outside : {interval.lo - 0.5 * width, interval.lo, interval.hi,
                               interval.hi + 0.5 * width, interval.hi + 100 * width}) {
    EXPECT_TRUE(comparison.rejects(outside)) << outside;
  }
  for (const double inside : {interval.lo + 0.1 * width, interval.hi - 0.1 * width}) {
    EXPECT_FALSE(comparison.rejects(inside)) << inside;
  }
}

TEST(SequentialComparison, AnUndecidedLookSaysWhyItStopped) {
  SequentialComparison comparison = with({0.3, -0.2, 0.1, -0.4, 0.2, -0.1});
  EXPECT_EQ(comparison.look(0.5).stopped, Stopped::budget);
  EXPECT_EQ(comparison.look(0.6, Stopped::interrupted).stopped, Stopped::interrupted);
  EXPECT_EQ(comparison.decision().looks, 2);
}

TEST(SequentialComparison, ADecidedLookIsDecidedWhoeverStoppedIt) {
  SequentialComparison comparison = with(std::vector<double>(12, 0.2));
  EXPECT_EQ(comparison.look(1, Stopped::interrupted).stopped, Stopped::decided);
}

TEST(SequentialComparison, DecidesAnEasyEffectAtTheFirstLooks) {
  Engine engine(17);
  for (int trial = 0; trial < 20; ++trial) {
    const Decision slower = run(simulate_pairs(Noise::white, 60, 0.3, engine));
    EXPECT_EQ(slower.verdict, Verdict::regression);
    EXPECT_LE(slower.pairs, 9);
    const Decision faster = run(simulate_pairs(Noise::white, 60, -0.3, engine));
    EXPECT_EQ(faster.verdict, Verdict::improvement);
  }
}

TEST(SequentialComparison, RefusesWhatIsNoLogRatio) {
  SequentialComparison comparison({.seed = 1});
  EXPECT_THROW(comparison.add(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
  EXPECT_THROW(comparison.add(-std::numeric_limits<double>::infinity()), std::invalid_argument);
  EXPECT_THROW(comparison.add(1e300), std::invalid_argument);
  EXPECT_TRUE(comparison.effects().empty());
}

TEST(SequentialComparison, RefusesALookWithoutPairsOrBudget) {
  SequentialComparison comparison({.seed = 1});
  EXPECT_THROW(comparison.look(1), std::logic_error);
  comparison.add(0.1);
  EXPECT_THROW(comparison.look(0), std::invalid_argument);
  EXPECT_THROW(comparison.look(1.5), std::invalid_argument);
}

TEST(SequentialComparison, RefusesADesignOutOfRange) {
  EXPECT_THROW(SequentialComparison({.alpha = 0}), std::invalid_argument);
  EXPECT_THROW(SequentialComparison({.alpha = 1}), std::invalid_argument);
  EXPECT_THROW(SequentialComparison({.margin = -0.01}), std::invalid_argument);
  EXPECT_THROW(SequentialComparison({.first_look = 0}), std::invalid_argument);
  EXPECT_THROW(SequentialComparison({.growth = 1}), std::invalid_argument);
}

TEST(Judge, ReadsTheWholeIntervalAgainstTheMargin) {
  EXPECT_EQ(judge(Interval{.lo = 0.02, .hi = 0.03}, 0.01, Better::lower), Verdict::regression);
  EXPECT_EQ(judge(Interval{.lo = -0.03, .hi = -0.02}, 0.01, Better::lower), Verdict::improvement);
  EXPECT_EQ(judge(Interval{.lo = -0.005, .hi = 0.005}, 0.01, Better::lower), Verdict::equivalent);
  EXPECT_EQ(judge(Interval{.lo = 0.005, .hi = 0.03}, 0.01, Better::lower), Verdict::inconclusive);
  EXPECT_EQ(judge(Interval{.lo = -0.02, .hi = 0.02}, 0.01, Better::lower), Verdict::inconclusive);
  EXPECT_EQ(judge(std::nullopt, 0.01, Better::lower), Verdict::inconclusive);
}

TEST(Judge, MirrorsMetricsWhereMoreIsBetter) {
  EXPECT_EQ(judge(Interval{.lo = 0.02, .hi = 0.03}, 0.01, Better::higher), Verdict::improvement);
  EXPECT_EQ(judge(Interval{.lo = -0.03, .hi = -0.02}, 0.01, Better::higher), Verdict::regression);
  EXPECT_EQ(judge(Interval{.lo = 0.02, .hi = 0.03}, 0.01, Better::neither), Verdict::regression);
}

TEST(Judge, TakesTheMarginAsARatio) {
  const double edge = std::log(1.25);
  EXPECT_EQ(judge(Interval{.lo = -edge, .hi = edge}, 0.25, Better::lower), Verdict::equivalent);
  EXPECT_EQ(judge(Interval{.lo = -edge, .hi = 0.25}, 0.25, Better::lower), Verdict::inconclusive);
}

class OnNoise : public testing::TestWithParam<Noise> {};

TEST_P(OnNoise, NoDifferenceIsFoundNoMoreOftenThanAlpha) {
  constexpr int trials = 400;
  constexpr std::size_t limit = 42;
  Engine engine(100);
  int found = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const std::vector<double> pairs = simulate_pairs(GetParam(), limit, 0, engine);
    SequentialComparison comparison({.margin = 0, .seed = engine(), .draws = 512});
    bool rejected = false;
    for (std::size_t i = 1; i <= limit && !rejected; ++i) {
      comparison.add(pairs[i - 1]);
      if (!comparison.look_due()) continue;
      comparison.spend(static_cast<double>(i) / limit);
      rejected = comparison.rejects(0);
    }
    found += rejected ? 1 : 0;
  }
  EXPECT_LE(binomial_interval(found, trials, 0.9998).lo, 0.05) << found;
  EXPECT_GE(binomial_interval(found, trials, 0.9998).hi, 0.04) << found << ": alpha is not used";
}

TEST_P(OnNoise, TheIntervalAtTheStopCoversTheTruth) {
  constexpr int trials = 100;
  constexpr double truth = 0.05;
  Engine engine(200);
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const Decision decision =
        run(simulate_pairs(GetParam(), 28, truth, engine), {.seed = engine(), .draws = 512});
    ASSERT_TRUE(decision.interval);
    covered += decision.interval->lo <= truth && truth <= decision.interval->hi ? 1 : 0;
  }
  EXPECT_GE(binomial_interval(covered, trials, 0.9998).hi, 0.95) << covered;
}

std::string name_of(const testing::TestParamInfo<Noise>& parameter) {
  std::string name;
  for (const char c : to_string(parameter.param)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Simulated, OnNoise, testing::ValuesIn(hostile_noises), name_of);

}  // namespace
}  // namespace hone::stats
