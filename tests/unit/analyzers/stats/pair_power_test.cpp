// What inconclusive comparisons say of their own power, against simulated comparisons;
// scripts/studies/prospects.cpp measures it closely.
#include "analyzers/stats/pair_power.hpp"

#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "tests/simulated/shape_models.hpp"

namespace hone::stats {
namespace {

using testing::HasSubstr;

// Looks as a comparison of so many pairs does, without ending before them.
void look_at_all(SequentialTest& test, const std::vector<double>& log_ratios, double shift = 0) {
  const auto limit = static_cast<double>(log_ratios.size());
  for (const double log_ratio : log_ratios) {
    test.add(log_ratio + shift);
    const auto pairs = static_cast<double>(test.effects().size());
    if (test.look_due() || pairs == limit) test.spend(pairs / limit);
  }
  test.look(1);
}

// Evenly spaced quantiles of a normal distribution about `centre`, in an order of no meaning.
std::vector<double> normal_pairs(std::size_t count, double deviation, double centre = 0) {
  std::vector<double> pairs;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = i * 7 % count;  // count is no multiple of 7
    const double probability = (static_cast<double>(place) + 0.5) / static_cast<double>(count);
    double deviate = 0;  // by bisection of the normal distribution
    double low = -8;
    double high = 8;
    while (high - low > 1e-9) {
      deviate = (low + high) / 2;
      (std::erfc(-deviate / std::sqrt(2.0)) / 2 < probability ? low : high) = deviate;
    }
    pairs.push_back(centre + deviation * deviate);
  }
  return pairs;
}

Prospect prospect_of(SequentialTest&& test, const std::vector<double>& pairs, double shift = 0) {
  look_at_all(test, pairs, shift);
  EXPECT_EQ(test.decision().verdict, Verdict::inconclusive);
  return test.prospect();
}

Prospect prospect_of(const std::vector<double>& pairs, double margin = 0, double shift = 0) {
  return prospect_of(SequentialComparison({.margin = margin}), pairs, shift);
}

double detectable(const Prospect& prospect) {
  const auto* found = std::get_if<Detectable>(&prospect.detectable);
  EXPECT_NE(found, nullptr) << std::get<Absent>(prospect.detectable).reason;
  return found != nullptr ? std::log(found->ratio) : 0;
}

ToDecide to_decide(const Prospect& prospect) {
  const auto* found = std::get_if<ToDecide>(&prospect.to_decide);
  EXPECT_NE(found, nullptr) << std::get<Absent>(prospect.to_decide).reason;
  return found != nullptr ? *found : ToDecide{};
}

TEST(Prospect, GrowsWithTheSpreadAndFallsWithTheRootOfThePairs) {
  const double usual = detectable(prospect_of(normal_pairs(100, 0.02)));
  EXPECT_NEAR(detectable(prospect_of(normal_pairs(100, 0.04))), 2 * usual, 0.02 * usual);
  EXPECT_NEAR(detectable(prospect_of(normal_pairs(400, 0.02))), usual / 2, 0.08 * usual);
}

// A sign test of 100 pairs at twice alpha rejects at 1.6 standard deviations; 1.28 more are seen
// with 90 %, each of 1.25 / 10 deviations of a pair. The looks and the spread's uncertainty take
// some more.
TEST(Prospect, IsThatOfTheTestWhichIsUsed) {
  const double distance = detectable(prospect_of(normal_pairs(100, 0.02)));
  EXPECT_GT(distance, 0.02 * 0.36);
  EXPECT_LT(distance, 0.02 * 0.50);
}

TEST(Prospect, LiesBeyondTheMargin) {
  const double alone = detectable(prospect_of(normal_pairs(100, 0.02)));
  EXPECT_NEAR(detectable(prospect_of(normal_pairs(100, 0.02), 0.01, 0.01)),
              alone + std::log1p(0.01), 1e-6);
}

TEST(Prospect, OfACalledChangeGrowsWithTheInverseSquareOfItsDistance) {
  const std::vector<double> pairs = normal_pairs(100, 0.02);
  const ToDecide slower = to_decide(prospect_of(pairs, 0, 0.002));
  const ToDecide faster = to_decide(prospect_of(pairs, 0, -0.002));
  EXPECT_EQ(slower.verdict, Verdict::regression);
  EXPECT_EQ(faster.verdict, Verdict::improvement);
  EXPECT_EQ(slower.pairs, faster.pairs);
  EXPECT_GT(slower.pairs, 100);
  const auto closer = static_cast<double>(to_decide(prospect_of(pairs, 0, 0.0005)).pairs);
  EXPECT_NEAR(closer / static_cast<double>(slower.pairs), 16, 1);
}

TEST(Prospect, OfMoreThatIsBetterNamesTheOtherVerdict) {
  const Prospect prospect =
      prospect_of(SequentialComparison({.margin = 0, .better = Better::higher}),
                  normal_pairs(100, 0.02), 0.002);
  EXPECT_EQ(to_decide(prospect).verdict, Verdict::improvement);
}

TEST(Prospect, OfAnEstimateWithinTheMarginIsEquivalent) {
  const std::vector<double> pairs = normal_pairs(30, 0.03);
  const ToDecide level = to_decide(prospect_of(pairs, 0.01));
  const ToDecide near = to_decide(prospect_of(pairs, 0.01, 0.005));
  EXPECT_EQ(level.verdict, Verdict::equivalent);
  EXPECT_EQ(near.verdict, Verdict::equivalent);
  EXPECT_GT(near.pairs, 2 * level.pairs);
}

TEST(Prospect, AtAnEdgeOfTheMarginNoNumberOfPairsDecides) {
  std::vector<double> pairs = normal_pairs(99, 0.02);  // the median is one of them
  const Prospect prospect = prospect_of(pairs, 0);
  EXPECT_THAT(std::get<Absent>(prospect.to_decide).reason, HasSubstr("edge of the margin"));
  EXPECT_GT(detectable(prospect), 0);
}

std::string reason(const Prospect& prospect) {
  EXPECT_EQ(std::get<Absent>(prospect.detectable), std::get<Absent>(prospect.to_decide));
  return std::get<Absent>(prospect.detectable).reason;
}

TEST(Prospect, OfFewPairsSaysHowManyCanDecide) {
  EXPECT_EQ(reason(prospect_of({0.01, -0.01, 0.02})),
            "3 pairs can never decide at alpha 0.05; 6 can");
  EXPECT_EQ(reason(prospect_of(SequentialComparison({.alpha = 0.01}), {0.01})),
            "1 pair can never decide at alpha 0.01; 8 can");
  EXPECT_THAT(reason(prospect_of(ConfidenceSequence({}), {0.01, -0.01, 0.02})),
              HasSubstr("3 pairs can never decide"));
}

TEST(Prospect, OfEqualPairsIsNotKnown) {
  std::vector<double> pairs(38, 0.0);
  for (std::size_t i = 0; i < 18; ++i) pairs[2 * i] = 0.5;
  EXPECT_EQ(reason(prospect_of(pairs, 0.01)), "most of the pairs are equal");
}

TEST(Prospect, WhereOneSideHasTwoModesIsNotKnown) {
  SequentialComparison test({.margin = 0.05});
  for (int i = 0; i < 60; ++i) {
    const double away = 1 + 0.01 * ((i * 7) % 11 - 5) / 5;
    // As often slow as fast: no asymmetry tells.
    test.add({.effect = i % 2 == 0 ? 0.1 * away : -0.1 * away,
              .baseline = 1,
              .variant = i % 2 == 0 ? 1.1 * away : 0.9 * away});
  }
  test.look(1);
  ASSERT_EQ(test.decision().verdict, Verdict::inconclusive);
  EXPECT_THAT(reason(test.prospect()), HasSubstr("one side"));
}

TEST(Prospect, WhereBothSidesHaveTwoModesIsNotKnown) {
  Engine engine(1);
  SequentialComparison test({.margin = 0});
  for (const RunPair& pair : simulate_shapes(shape_models[11], 60, engine)) {
    test.add({.effect = std::log(pair.variant / pair.baseline),
              .baseline = pair.baseline,
              .variant = pair.variant});
  }
  test.look(1);
  ASSERT_EQ(test.decision().verdict, Verdict::inconclusive);
  EXPECT_EQ(reason(test.prospect()), "the runs of both sides fall into two groups");
}

// Ended after a fraction of what was planned, at a fraction of alpha.
TEST(Prospect, OfWhatEndedEarlySaysWhatDecidesThoughItSawNothing) {
  SequentialComparison test({.margin = 0});
  for (const double log_ratio : normal_pairs(8, 0.02, 0.004)) test.add(log_ratio);
  test.look(0.001, Stopped::interrupted);
  const Prospect prospect = test.prospect();
  EXPECT_THAT(std::get<Absent>(prospect.detectable).reason, HasSubstr("it ended before"));
  EXPECT_GT(to_decide(prospect).pairs, 50);
}

TEST(Prospect, OfOneLookAtFixedPairsKnowsThatThereIsNoOther) {
  SequentialComparison test({.margin = 0, .looks_once = true});
  for (const double log_ratio : normal_pairs(100, 0.02)) {
    test.add(log_ratio);
    EXPECT_FALSE(test.look_due());
  }
  test.look(1);
  EXPECT_LT(detectable(test.prospect()), detectable(prospect_of(normal_pairs(100, 0.02))));
}

TEST(Prospect, OfAMeanIsThatOfItsOwnDeviation) {
  const auto of = [](double deviation) {
    SequentialComparison test({.margin = 0, .estimand = Estimand::mean});
    look_at_all(test, normal_pairs(100, deviation, 0.0001));
    return test.prospect();
  };
  const double usual = detectable(of(0.02));
  EXPECT_GT(usual, 0.1 * 0.02 * (1.96 + 1.28));
  EXPECT_LT(usual, 0.1 * 0.02 * 4);
  EXPECT_NEAR(detectable(of(0.01)), usual / 2, 0.02 * usual);
  SequentialComparison few({.estimand = Estimand::mean});
  look_at_all(few, normal_pairs(20, 0.02));
  EXPECT_EQ(reason(few.prospect()), "20 pairs can never decide at alpha 0.05; 60 can");
}

// Of 200 comparisons that were told what they would have seen, as many see it. 90 % are declared;
// fewer than 160 would come once in a million seeds, if it were so.
TEST(Prospect, IsSeenAsOftenAsItSays) {
  Engine engine(5);
  for (const bool anytime : {false, true}) {
    const auto make = [&]() -> std::unique_ptr<SequentialTest> {
      if (anytime) return std::make_unique<ConfidenceSequence>(ConfidenceDesign{.margin = 0});
      return std::make_unique<SequentialComparison>(
          SequentialDesign{.margin = 0, .seed = engine(), .draws = 512});
    };
    int told = 0;
    int seen = 0;
    while (told < 200) {
      const std::unique_ptr<SequentialTest> first = make();
      look_at_all(*first, simulate_pairs(Noise::white, 40, 0, engine));
      if (first->decision().verdict != Verdict::inconclusive) continue;
      const double difference = detectable(first->prospect());
      const std::unique_ptr<SequentialTest> again = make();
      look_at_all(*again, simulate_pairs(Noise::white, 40, difference, engine));
      ++told;
      seen += again->decision().verdict == Verdict::regression ? 1 : 0;
    }
    EXPECT_GE(seen, 160) << anytime;
    EXPECT_LT(seen, 200) << anytime;
  }
}

}  // namespace
}  // namespace hone::stats
