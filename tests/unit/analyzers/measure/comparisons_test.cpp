#include "analyzers/measure/comparisons.hpp"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace hone::measure {
namespace {

// A subject of three variants that is judged by a sampled metric and by one that is counted.
Subject subject_with_a_count() {
  Subject subject;
  subject.metrics = {{"wall_time", Better::lower}, {"instructions", Better::lower}};
  for (std::size_t v = 0; v < 3; ++v) {
    subject.variants.push_back({"v" + std::to_string(v), "", "", {}});
  }
  return subject;
}

SubjectRun empty_run(const Subject& subject) {
  SubjectRun run;
  run.variants.resize(subject.variants.size());
  return run;
}

double any_number() { return std::numeric_limits<double>::infinity(); }

TEST(Comparisons, AFailedVariantIsNotCompared) {
  const Subject subject = subject_with_a_count();
  SubjectRun run = empty_run(subject);
  run.variants[1].failure = Failure{FailureKind::crashed, "SIGSEGV", ""};
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.open_sampled();
  EXPECT_EQ(comparisons.compared_variants(), 1U);
  EXPECT_EQ(comparisons.active_variants(), (std::vector<std::size_t>{0, 2}));
}

TEST(Comparisons, FailureOfTheBaselineEndsAll) {
  const Subject subject = subject_with_a_count();
  SubjectRun run = empty_run(subject);
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.open_sampled();
  EXPECT_TRUE(comparisons.any_open());
  comparisons.fail(0);
  EXPECT_FALSE(comparisons.any_open());
}

TEST(Comparisons, CountsThatRepeatTakeNoPartOfAlpha) {
  const Subject subject = subject_with_a_count();
  SubjectRun run = empty_run(subject);
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.decide_by_counts(1, 1, {1000, 900});
  comparisons.open_sampled();
  ASSERT_EQ(run.comparisons.size(), 3U);
  EXPECT_EQ(run.comparisons[0].decision->verdict, Verdict::improvement);
  for (const ComparisonRun& comparison : run.comparisons) {
    EXPECT_DOUBLE_EQ(comparison.alpha, plan.alpha);
  }
}

TEST(Comparisons, AMetricOfTwoUnsteadyVariantsTakesOnePartOfAlpha) {
  const Subject subject = subject_with_a_count();
  SubjectRun run = empty_run(subject);
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.expect_unsteady(1, 1);
  comparisons.expect_unsteady(2, 1);
  comparisons.open_sampled();
  for (const ComparisonRun& comparison : run.comparisons) {
    EXPECT_DOUBLE_EQ(comparison.alpha, plan.alpha / 2);
  }
}

UnitRun unit_of(double baseline, double variant) {
  UnitRun unit;
  for (std::size_t v = 0; v < 2; ++v) {
    VariantUnit part;
    part.variant = v;
    part.blocks.emplace_back();
    part.blocks.back()["drift"] = v == 0 ? baseline : variant;
    unit.parts.push_back(std::move(part));
  }
  return unit;
}

TEST(Comparisons, AMetricOfDifferencesTakesZeroAndLess) {
  Subject subject;
  subject.metrics = {{"drift", Better::higher, Scale::difference}};
  subject.variants = {{"old", "", "", {}}, {"new", "", "", {}}};
  SubjectRun run = empty_run(subject);
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.open_sampled();
  comparisons.plan_pairs(30);
  for (int i = 0; i < 30 && comparisons.any_open(); ++i) {
    comparisons.add(unit_of(i % 2, -200 - i % 3), false);
  }
  ASSERT_EQ(run.comparisons.size(), 1U);
  EXPECT_EQ(run.comparisons[0].effects[0], -200);
  EXPECT_EQ(run.comparisons[0].effects[1], -202);
  const Decision& decision = run.comparisons[0].decision.value();
  EXPECT_EQ(decision.verdict, Verdict::regression);
  EXPECT_EQ(decision.edge, 0.01 * 0.5);  // the first baselines are 0, 1, 0, 1, 0, 1
  EXPECT_NEAR(decision.effect, -201, 1.5);
}

TEST(Comparisons, AnUnsteadyCountWithoutAPairIsNoComparison) {
  const Subject subject = subject_with_a_count();
  SubjectRun run = empty_run(subject);
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.expect_unsteady(1, 1);
  comparisons.compare_unsteady(
      [](std::size_t, std::size_t, int) -> std::optional<stats::Pair> { return std::nullopt; },
      any_number);
  EXPECT_TRUE(run.comparisons.empty());
}

TEST(Comparisons, AnUnsteadyCountThatEndsBeforeItsFirstLookIsInterrupted) {
  const Subject subject = subject_with_a_count();
  SubjectRun run = empty_run(subject);
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.expect_unsteady(1, 1);
  const auto count_pair = [](std::size_t, std::size_t, int pair) -> std::optional<stats::Pair> {
    return pair <= 3 ? std::optional(stats::Pair{.effect = 0.5}) : std::nullopt;
  };
  comparisons.compare_unsteady(count_pair, any_number);
  ASSERT_EQ(run.comparisons.size(), 1U);
  EXPECT_EQ(run.comparisons[0].effects.size(), 3U);
  EXPECT_EQ(run.comparisons[0].decision->pairs, 3);
  EXPECT_EQ(run.comparisons[0].decision->stopped, Stopped::interrupted);
}

TEST(Comparisons, AnUnsteadyCountThatEndsAfterALookIsInterruptedAndJudgedByAllItsPairs) {
  const Subject subject = subject_with_a_count();
  SubjectRun run = empty_run(subject);
  const Plan plan;
  Comparisons comparisons(subject, plan, run);
  comparisons.expect_unsteady(1, 1);
  const auto count_pair = [](std::size_t, std::size_t, int pair) -> std::optional<stats::Pair> {
    if (pair > 8) return std::nullopt;
    return stats::Pair{.effect = pair % 2 == 0 ? 0.1 : -0.1};
  };
  comparisons.compare_unsteady(count_pair, any_number);
  ASSERT_EQ(run.comparisons.size(), 1U);
  const Decision& decision = run.comparisons[0].decision.value();
  EXPECT_EQ(decision.stopped, Stopped::interrupted);
  EXPECT_EQ(decision.pairs, 8);
  EXPECT_EQ(decision.looks, 2);  // after 6 pairs, and at the end
}

TEST(Comparisons, UnsteadyCountsHavePlannedLooksEvenUntilDecided) {
  Subject subject = subject_with_a_count();
  subject.metrics = {{"instructions", Better::lower}};
  SubjectRun run = empty_run(subject);
  Plan plan;
  plan.until_decided = true;
  plan.margin = 0;
  Comparisons comparisons(subject, plan, run);
  comparisons.expect_unsteady(1, 0);
  int pairs = 0;
  const auto count_pair = [&](std::size_t, std::size_t, int pair) -> std::optional<stats::Pair> {
    pairs = pair;
    return stats::Pair{.effect = pair % 2 == 0 ? 0.1 : -0.1};
  };
  comparisons.compare_unsteady(count_pair, any_number);
  EXPECT_EQ(pairs, 19);
  EXPECT_EQ(run.comparisons[0].decision->looks, 4);  // after 6, 9, 13 and 19 pairs
  EXPECT_EQ(run.comparisons[0].decision->stopped, Stopped::budget);
}

// The pairs of a subject of one count whose pairs agree on nothing.
ComparisonRun compare_undecided_count(double affordable_pairs) {
  Subject subject = subject_with_a_count();
  subject.metrics = {{"instructions", Better::lower}};
  SubjectRun run = empty_run(subject);
  Plan plan;
  plan.margin = 0;
  Comparisons comparisons(subject, plan, run);
  comparisons.expect_unsteady(1, 0);
  comparisons.compare_unsteady(
      [](std::size_t, std::size_t, int pair) {
        return std::optional(stats::Pair{.effect = pair % 2 == 0 ? 0.1 : -0.1});
      },
      [&] { return affordable_pairs; });
  return run.comparisons.at(0);
}

TEST(Comparisons, AnUnsteadyCountEndsWithItsBudgetButHasThePairsThatCanDecide) {
  for (const auto& [affordable, pairs, looks] :
       {std::tuple{0.2, 6U, 1}, std::tuple{11.7, 11U, 3}, std::tuple{1e300, 19U, 4}}) {
    const ComparisonRun comparison = compare_undecided_count(affordable);
    EXPECT_EQ(comparison.effects.size(), pairs);
    EXPECT_EQ(comparison.decision->looks, looks) << pairs;
    EXPECT_EQ(comparison.decision->stopped, Stopped::budget);
  }
}

}  // namespace
}  // namespace hone::measure
