// Scans of known shape. "- 0 +" below are points that pay, make no difference, lose; "?" is open.
#include "analyzers/stats/crossover_search.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace hone::stats {
namespace {

constexpr double margin = 0.01;
constexpr double narrow = 0.004;  // half-width of a decided interval

ScanPoint at(double value, double log_ratio, double half_width = narrow) {
  return {.value = value,
          .reading = ScanReading{log_ratio,
                                 Interval{log_ratio - half_width, log_ratio + half_width}, 0.005}};
}

ScanPoint unbounded_at(double value, double log_ratio) {
  return {.value = value, .reading = ScanReading{log_ratio, std::nullopt, 0.005}};
}

ScanAnswer find(std::vector<ScanPoint> points, Better better = Better::lower) {
  return find_crossover(std::move(points), margin, better);
}

TEST(Crossover, AGainThatTurnsIntoALossEndsBetweenTheTwoValues) {
  const ScanAnswer answer = find({at(1, -0.3), at(4, -0.2), at(16, 0.2), at(64, 0.3)});
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  ASSERT_EQ(answer.crossings.size(), 1U);
  EXPECT_EQ(answer.crossings[0].between, (Interval{4, 16}));
  EXPECT_DOUBLE_EQ(answer.crossings[0].value, 8);  // half-way by ratio
  EXPECT_FALSE(answer.crossings[0].begins);
  EXPECT_TRUE(answer.reason.empty());
}

TEST(Crossover, AGainThatBegins) {
  const ScanAnswer answer = find({at(1, 0.3), at(4, 0.2), at(16, -0.2), at(64, -0.3)});
  EXPECT_EQ(answer.kind, CrossoverKind::pays_from);
  EXPECT_EQ(answer.crossings[0].between, (Interval{4, 16}));
  EXPECT_DOUBLE_EQ(answer.crossings[0].value, 8);
  EXPECT_TRUE(answer.crossings[0].begins);
}

TEST(Crossover, TheOrderOfThePointsDoesNotMatter) {
  const ScanAnswer answer = find({at(64, 0.3), at(1, -0.3), at(16, 0.2), at(4, -0.2)});
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  EXPECT_EQ(answer.points.front().value, 1);
  EXPECT_EQ(answer.crossings[0].between, (Interval{4, 16}));
}

TEST(Crossover, AGainThatVanishesEndsWhereItFallsBelowTheMargin) {
  const ScanAnswer answer = find({at(1, -0.11), at(100, -0.01 + 0.0099), at(200, 0)});
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  EXPECT_EQ(answer.crossings[0].between, (Interval{1, 100}));
  const double share = (0.11 - std::log1p(margin)) / (0.11 - 0.0001);
  EXPECT_NEAR(answer.crossings[0].value, std::pow(100.0, share), 1e-6);
}

TEST(Crossover, OpenPointsBetweenWidenTheInterval) {
  const ScanAnswer answer = find({at(1, -0.3), at(2, -0.02, 0.1), at(4, 0.02, 0.1), at(8, 0.3)});
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  EXPECT_EQ(answer.crossings[0].between, (Interval{1, 8}));
  EXPECT_NEAR(answer.crossings[0].value, std::sqrt(8.0), 1e-9);  // but the estimate uses them
  EXPECT_EQ(answer.points[1].state, PointState::undecided);
}

TEST(Crossover, NoCrossingWithinTheScan) {
  EXPECT_EQ(find({at(1, -0.3), at(2, -0.2)}).kind, CrossoverKind::pays_everywhere);
  EXPECT_EQ(find({at(1, 0.3), at(2, 0.2)}).kind, CrossoverKind::pays_nowhere);
  EXPECT_EQ(find({at(1, 0), at(2, 0)}).kind, CrossoverKind::pays_nowhere);
  EXPECT_EQ(find({at(1, 0), at(2, 0.2)}).kind, CrossoverKind::pays_nowhere);
  EXPECT_TRUE(find({at(1, -0.3), at(2, -0.2)}).crossings.empty());
}

TEST(Crossover, AnOpenEndLeavesItUnclear) {
  const ScanAnswer answer = find({at(1, -0.3), at(2, -0.2), at(4, 0, 0.1)});
  EXPECT_EQ(answer.kind, CrossoverKind::unclear);
  EXPECT_EQ(answer.reason, "some values are undecided");
}

TEST(Crossover, AnOpenPointAwayFromTheOnlyCrossingDoesNotHideIt) {
  EXPECT_EQ(find({at(1, 0, 0.1), at(2, -0.2), at(4, 0.2)}).kind, CrossoverKind::pays_up_to);
}

TEST(Crossover, TooFewPairsSaySo) {
  const ScanAnswer answer = find({unbounded_at(1, -0.3), unbounded_at(2, 0.3)});
  EXPECT_EQ(answer.kind, CrossoverKind::unclear);
  EXPECT_EQ(answer.reason, "not enough pairs");
}

TEST(Crossover, WhatWasNotMeasuredIsToldApart) {
  const ScanAnswer answer = find({at(1, -0.3), {.value = 2}, at(4, 0.3)});
  EXPECT_EQ(answer.points[1].state, PointState::not_measured);
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  EXPECT_EQ(find({{.value = 1}, {.value = 2}}).kind, CrossoverKind::unclear);
  EXPECT_EQ(find({}).kind, CrossoverKind::unclear);
}

TEST(Crossover, SeveralCrossingsAreListedAndUnclear) {
  const ScanAnswer answer = find({at(1, -0.2), at(2, 0.2), at(4, 0.2), at(8, -0.2)});
  EXPECT_EQ(answer.kind, CrossoverKind::unclear);
  EXPECT_EQ(answer.reason, "more than one crossing");
  ASSERT_EQ(answer.crossings.size(), 2U);
  EXPECT_FALSE(answer.crossings[0].begins);
  EXPECT_TRUE(answer.crossings[1].begins);
  EXPECT_EQ(answer.crossings[1].between, (Interval{4, 8}));
}

TEST(Crossover, MoreIsBetterTurnsItRound) {
  const ScanAnswer answer = find({at(1, 0.3), at(4, 0.2), at(16, -0.2)}, Better::higher);
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  EXPECT_DOUBLE_EQ(answer.crossings[0].value, 8);
}

TEST(Crossover, ExactCountsCrossAtATie) {
  const ScanAnswer answer =
      find_crossover({at(4, -0.7, 0), at(8, 0, 0), at(16, 0.7, 0)}, 0, Better::lower);
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  EXPECT_EQ(answer.crossings[0].between, (Interval{4, 8}));
  EXPECT_DOUBLE_EQ(answer.crossings[0].value, 8);
}

TEST(Crossover, ValuesBelowOneAreJoinedByDistance) {
  const ScanAnswer answer = find({at(-10, -0.2), at(0, -0.1), at(20, 0.1)});
  EXPECT_DOUBLE_EQ(answer.crossings[0].value, 10);
}

TEST(Crossover, ContradictingPointsAtOneValueGiveThatValue) {
  const ScanAnswer answer = find({at(5, -0.2), at(5, 0.2)});
  ASSERT_EQ(answer.crossings.size(), 1U);
  EXPECT_DOUBLE_EQ(answer.crossings[0].value, 5);
}

TEST(Crossover, TheEstimateLiesBetweenTheValuesWhateverTheShape) {
  const std::vector<double> sizes{1e-12, 0.0099503, 0.5, 700};
  for (const double before : sizes) {
    for (const double after : sizes) {
      for (const double last : {2.0, 1e9}) {
        const ScanAnswer answer = find({at(1, -before, 0), at(last, after, 0)});
        for (const Crossing& crossing : answer.crossings) {
          EXPECT_TRUE(std::isfinite(crossing.value));
          EXPECT_GE(crossing.value, crossing.between.lo);
          EXPECT_LE(crossing.value, crossing.between.hi);
        }
      }
    }
  }
}

}  // namespace
}  // namespace hone::stats
