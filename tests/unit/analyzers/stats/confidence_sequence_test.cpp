// The sequence against wealth worked out by hand, by counting over all sign
// patterns, and on simulated noise; scripts/studies/ measures the rates closely.
#include "analyzers/stats/confidence_sequence.hpp"

#include <cctype>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/stats/summary.hpp"
#include "tests/simulated/noise_models.hpp"

namespace hone::stats {
namespace {

// After a look at these pairs.
ConfidenceSequence sequence_with(const std::vector<double>& log_ratios,
                                 const ConfidenceDesign& design = {}) {
  ConfidenceSequence sequence(design);
  for (const double d : log_ratios) sequence.add(d);
  sequence.spend(1);
  return sequence;
}

// Looks at every pair until decided.
Decision run_sequence(const std::vector<double>& log_ratios, const ConfidenceDesign& design = {}) {
  ConfidenceSequence sequence(design);
  for (const double d : log_ratios) {
    sequence.add(d);
    if (sequence.look(1).stopped == Stopped::decided) break;
  }
  return sequence.decision();
}

std::vector<double> signed_by(std::size_t pattern, std::vector<double> sizes) {
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (((pattern >> i) & 1U) != 0) sizes[i] = -sizes[i];
  }
  return sizes;
}

TEST(ConfidenceSequence, AHighBetDoublesItsHalfOfTheStakeWithEveryAgreeingPair) {
  // Half of the stake is on plus and half on minus; one is lost at once.
  for (int pairs = 1; pairs <= 10; ++pairs) {
    const auto sequence = sequence_with(std::vector<double>(static_cast<std::size_t>(pairs), 0.01),
                                        {.largest_bet = 50, .bets = 1});
    EXPECT_NEAR(sequence.log_wealth(0), (pairs - 1) * std::log(2), 1e-12) << pairs;
  }
}

TEST(ConfidenceSequence, WealthIsTheMeanOverTheBets) {
  // Three pluses and a minus, all of them clipped: the sum is 2.
  const auto sequence = sequence_with({1, -1, 1, 1}, {.clip = 0.1, .largest_bet = 2, .bets = 2});
  const double high = std::cosh(2 * 2) / std::pow(std::cosh(2), 4);
  const double low = std::cosh(2) / std::pow(std::cosh(1), 4);
  EXPECT_NEAR(sequence.log_wealth(0), std::log((high + low) / 2), 1e-12);
}

TEST(ConfidenceSequence, SevenAgreeingPairsRejectAtFivePercent) {
  const std::vector<double> six(6, 0.01);
  const std::vector<double> seven(7, 0.01);
  EXPECT_FALSE(sequence_with(six).rejects(0));
  EXPECT_TRUE(sequence_with(seven).rejects(0));
  EXPECT_FALSE(sequence_with(seven, {.alpha = 0.01}).rejects(0));
}

TEST(ConfidenceSequence, BetsOnTheSignAloneWhileThereIsNoScale) {
  const double small = sequence_with({1e-9}).log_wealth(0);
  EXPECT_EQ(small, sequence_with({1000}).log_wealth(0));
  // One pair is no scale either: it does not differ from its median.
  EXPECT_EQ(sequence_with({1e-9, 1e-9}).log_wealth(0), sequence_with({1e-9, 1000}).log_wealth(0));
}

TEST(ConfidenceSequence, BetsLessOnASmallPair) {
  // The past 1, 3, 2 has a median absolute deviation of 1.
  EXPECT_LT(sequence_with({1, 3, 2, 0.1}).log_wealth(0), sequence_with({1, 3, 2, 1}).log_wealth(0));
  EXPECT_EQ(sequence_with({1, 3, 2, 1.5}).log_wealth(0),
            sequence_with({1, 3, 2, 15}).log_wealth(0));
}

TEST(ConfidenceSequence, FairSignsLeaveTheMeanWealthAtOne) {
  // Over all sign patterns of these sizes, at every number of pairs. The scale
  // depends on the signs of past pairs, and may.
  const std::vector<double> sizes{0.3, 2, 1.1, 0, 0.7, 6, 1.9, 0.2, 5, 0.4};
  for (std::size_t pairs = 1; pairs <= sizes.size(); ++pairs) {
    const std::vector<double> some(sizes.begin(),
                                   sizes.begin() + static_cast<std::ptrdiff_t>(pairs));
    const std::size_t patterns = std::size_t{1} << pairs;
    double total = 0;
    for (std::size_t pattern = 0; pattern < patterns; ++pattern) {
      total += std::exp(sequence_with(signed_by(pattern, some)).log_wealth(0));
    }
    EXPECT_NEAR(total / static_cast<double>(patterns), 1, 1e-12) << pairs;
  }
}

TEST(ConfidenceSequence, AllLooksTogetherRejectNoMoreThanAlphaOfThePatterns) {
  constexpr std::size_t pairs = 12;
  const std::vector<double> sizes{0.3, 2, 1.1, 4, 0.7, 6, 1.9, 0.2, 5, 1, 1, 3};
  std::size_t rejected = 0;
  for (std::size_t pattern = 0; pattern < (std::size_t{1} << pairs); ++pattern) {
    ConfidenceSequence sequence({.alpha = 0.1});
    bool ever = false;
    for (const double d : signed_by(pattern, sizes)) {
      sequence.add(d);
      sequence.spend(1);
      ever = ever || sequence.rejects(0);
    }
    rejected += ever ? 1 : 0;
  }
  EXPECT_LE(rejected, (std::size_t{1} << pairs) / 10);
  EXPECT_GT(rejected, 0U);
}

TEST(ConfidenceSequence, LooksAtEveryPairAtFirstThenEveryTwoPercent) {
  ConfidenceSequence sequence({.margin = 0});
  std::vector<int> looks;
  for (int pairs = 1; pairs <= 20000; ++pairs) {
    sequence.add(0.01 * (pairs % 7));
    if (!sequence.look_due()) continue;
    looks.push_back(pairs);
    sequence.spend(1);
  }
  ASSERT_GT(looks.size(), 103U);
  EXPECT_EQ(looks[49], 50);
  EXPECT_EQ(looks[99], 100);
  EXPECT_EQ(looks[100], 102);
  EXPECT_LT(looks.size(), 400U);
  EXPECT_GT(looks.back(), 19600);
}

TEST(ConfidenceSequence, TheTimesOfItsLooksDoNotChangeTheWealth) {
  Engine engine(3);
  const std::vector<double> pairs = simulate_pairs(Noise::heavy_tails, 200, 0.01, engine);
  ConfidenceSequence often((ConfidenceDesign()));
  for (const double d : pairs) {
    often.add(d);
    often.spend(1);
  }
  EXPECT_EQ(often.log_wealth(0), sequence_with(pairs).log_wealth(0));
}

TEST(ConfidenceSequence, PairsSinceTheLastLookDoNotCountYet) {
  ConfidenceSequence sequence = sequence_with({0.1, 0.2, 0.3});
  const double before = sequence.log_wealth(0);
  sequence.add(0.4);
  EXPECT_EQ(sequence.log_wealth(0), before);
}

TEST(ConfidenceSequence, HasNoIntervalWhileUnanimityIsNotEnough) {
  const Decision decision = run_sequence({0.10, 0.13, 0.11, 0.12, 0.15, 0.09});
  EXPECT_FALSE(decision.interval);
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_EQ(decision.pairs, 6);
  EXPECT_EQ(decision.looks, 6);
}

TEST(ConfidenceSequence, CountsThatNeverDifferAreEquivalent) {
  const Decision decision = run_sequence(std::vector<double>(20, 0.0), {.margin = 0});
  EXPECT_EQ(decision.interval, (Interval{.lo = 0, .hi = 0}));
  EXPECT_EQ(decision.verdict, Verdict::equivalent);
  EXPECT_EQ(decision.stopped, Stopped::decided);
  EXPECT_EQ(decision.pairs, 7);
}

TEST(ConfidenceSequence, CountsThatAlwaysDifferByTheSameAreExact) {
  const Decision decision = run_sequence(std::vector<double>(20, 0.05));
  EXPECT_EQ(decision.interval, (Interval{.lo = 0.05, .hi = 0.05}));
  EXPECT_EQ(decision.verdict, Verdict::regression);
}

TEST(ConfidenceSequence, NegatedPairsMirrorTheDecision) {
  Engine engine(7);
  for (const Noise noise : hostile_noises) {
    const std::vector<double> pairs = simulate_pairs(noise, 120, 0.02, engine);
    const Decision decision = run_sequence(pairs);
    std::vector<double> negated = pairs;
    for (double& value : negated) value = -value;
    const Decision mirrored = run_sequence(negated, {.better = Better::higher});
    EXPECT_EQ(mirrored.verdict, decision.verdict) << to_string(noise);
    EXPECT_EQ(mirrored.pairs, decision.pairs) << to_string(noise);
    ASSERT_TRUE(decision.interval && mirrored.interval) << to_string(noise);
    EXPECT_EQ(mirrored.interval->lo, -decision.interval->hi) << to_string(noise);
    EXPECT_EQ(mirrored.interval->hi, -decision.interval->lo) << to_string(noise);
  }
}

TEST(ConfidenceSequence, IsBlindToTheUnit) {
  Engine engine(9);
  std::vector<double> pairs = simulate_pairs(Noise::bursts, 60, 0.02, engine);
  const double wealth = sequence_with(pairs).log_wealth(0.01);
  for (double& value : pairs) value *= 0x1p-20;
  EXPECT_EQ(sequence_with(pairs).log_wealth(0x1p-20 * 0.01), wealth);
}

TEST(ConfidenceSequence, RejectsWhatTheIntervalExcludes) {
  Engine engine(13);
  ConfidenceSequence sequence = sequence_with(simulate_pairs(Noise::heavy_tails, 60, 0.02, engine));
  const Interval interval = sequence.look(1).interval.value();
  const double width = interval.hi - interval.lo;
  for (const double outside : {interval.lo - 0.5 * width, interval.lo, interval.hi,
                               interval.hi + 0.5 * width, interval.hi + 100 * width}) {
    EXPECT_TRUE(sequence.rejects(outside)) << outside;
  }
  for (const double inside : {interval.lo + 0.1 * width, interval.hi - 0.1 * width}) {
    EXPECT_FALSE(sequence.rejects(inside)) << inside;
  }
}

TEST(ConfidenceSequence, AHigherAlphaNarrowsTheInterval) {
  Engine engine(15);
  const std::vector<double> pairs = simulate_pairs(Noise::white, 80, 0.01, engine);
  ConfidenceSequence sequence = sequence_with(pairs, {.alpha = 0.001});
  Interval wider = sequence.look(1).interval.value();
  for (const double alpha : {0.01, 0.05, 0.2}) {
    sequence.set_alpha(alpha);
    const Interval interval = sequence.look(1).interval.value();
    EXPECT_GT(interval.lo, wider.lo) << alpha;
    EXPECT_LT(interval.hi, wider.hi) << alpha;
    wider = interval;
  }
  EXPECT_EQ(sequence_with(pairs, {.alpha = 0.2}).look(1).interval, wider);
}

TEST(ConfidenceSequence, AlphaDoesNotFall) {
  ConfidenceSequence sequence({.alpha = 0.02});
  EXPECT_THROW(sequence.set_alpha(0.01), std::invalid_argument);
  EXPECT_THROW(sequence.set_alpha(1), std::invalid_argument);
  EXPECT_EQ(sequence.alpha(), 0.02);
}

TEST(ConfidenceSequence, DecidesAnEasyEffectSoon) {
  Engine engine(17);
  for (int trial = 0; trial < 20; ++trial) {
    const Decision slower = run_sequence(simulate_pairs(Noise::white, 60, 0.3, engine));
    EXPECT_EQ(slower.verdict, Verdict::regression);
    EXPECT_LE(slower.pairs, 10);
    EXPECT_EQ(run_sequence(simulate_pairs(Noise::white, 60, -0.3, engine)).verdict,
              Verdict::improvement);
  }
}

TEST(ConfidenceSequence, WithstandsTheGreatestLogRatios) {
  std::vector<double> pairs;
  for (int i = 0; i < 40; ++i) pairs.push_back(i % 2 == 0 ? 1500 : -1500);
  const Decision decision = run_sequence(pairs);
  ASSERT_TRUE(decision.interval);
  EXPECT_EQ(decision.verdict, Verdict::inconclusive);
  EXPECT_LE(decision.interval->lo, 0);
  EXPECT_GE(decision.interval->hi, 0);
  EXPECT_EQ(run_sequence(std::vector<double>(20, 1500.0)).verdict, Verdict::regression);
}

TEST(ConfidenceSequence, ASingleOutlierAmongZerosStaysFinite) {
  std::vector<double> pairs(30, 0.0);
  pairs[3] = 700;
  const Decision decision = run_sequence(pairs);
  ASSERT_TRUE(decision.interval);
  EXPECT_NEAR(decision.interval->lo, 0, 1e-6);
  EXPECT_NEAR(decision.interval->hi, 0, 1e-6);
  EXPECT_EQ(decision.verdict, Verdict::equivalent);
}

TEST(ConfidenceSequence, ALongSeriesDoesNotOverflowTheWealth) {
  const std::vector<double> pairs(20000, 0.01);
  const double wealth = sequence_with(pairs).log_wealth(0);
  EXPECT_TRUE(std::isfinite(wealth));
  EXPECT_GT(wealth, 10000);
}

TEST(ConfidenceSequence, AnUndecidedLookSaysWhyItStopped) {
  ConfidenceSequence sequence = sequence_with({0.3, -0.2, 0.1, -0.4, 0.2, -0.1});
  EXPECT_EQ(sequence.look(0.5, Stopped::interrupted).stopped, Stopped::interrupted);
}

TEST(ConfidenceSequence, RefusesALookWithoutPairs) {
  ConfidenceSequence sequence({.margin = 0});
  EXPECT_THROW(sequence.look(1), std::logic_error);
  EXPECT_EQ(sequence.decision().looks, 0);
}

TEST(ConfidenceSequence, RefusesADesignOutOfRange) {
  EXPECT_THROW(ConfidenceSequence({.alpha = 0}), std::invalid_argument);
  EXPECT_THROW(ConfidenceSequence({.margin = -0.01}), std::invalid_argument);
  EXPECT_THROW(ConfidenceSequence({.clip = 0}), std::invalid_argument);
  EXPECT_THROW(ConfidenceSequence({.largest_bet = 0}), std::invalid_argument);
  EXPECT_THROW(ConfidenceSequence({.bet_ratio = 1}), std::invalid_argument);
  EXPECT_THROW(ConfidenceSequence({.bets = 0}), std::invalid_argument);
}

class AnytimeOnNoise : public testing::TestWithParam<Noise> {};

TEST_P(AnytimeOnNoise, LookingAtEveryPairFindsNoDifferenceNoMoreOftenThanAlpha) {
  constexpr int trials = 400;
  Engine engine(100);
  int found = 0;
  for (int trial = 0; trial < trials; ++trial) {
    ConfidenceSequence sequence({.margin = 0});
    bool rejected = false;
    for (const double d : simulate_pairs(GetParam(), 100, 0, engine)) {
      sequence.add(d);
      sequence.spend(1);
      rejected = rejected || sequence.rejects(0);
    }
    found += rejected ? 1 : 0;
  }
  EXPECT_LE(binomial_interval(found, trials, 0.9998).lo, 0.05) << found;
}

TEST_P(AnytimeOnNoise, TheIntervalAtTheStopCoversTheTruth) {
  constexpr int trials = 100;
  constexpr double truth = 0.05;
  Engine engine(200);
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const Decision decision = run_sequence(simulate_pairs(GetParam(), 40, truth, engine));
    ASSERT_TRUE(decision.interval);
    covered += decision.interval->lo <= truth && truth <= decision.interval->hi ? 1 : 0;
  }
  EXPECT_GE(binomial_interval(covered, trials, 0.9998).hi, 0.95) << covered;
}

std::string name_of_noise(const testing::TestParamInfo<Noise>& parameter) {
  std::string name;
  for (const char c : to_string(parameter.param)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Simulated, AnytimeOnNoise, testing::ValuesIn(hostile_noises),
                         name_of_noise);

}  // namespace
}  // namespace hone::stats
