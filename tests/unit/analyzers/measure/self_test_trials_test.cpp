#include "analyzers/measure/self_test_trials.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::measure {
namespace {

using testing::ElementsAre;

SelfTestDesign small_design() {
  SelfTestDesign design;
  design.programs = {0, 2};
  design.trials_against_itself = 7;
  design.trials_an_effect = 3;
  design.trials_of_equivalence = 2;
  return design;
}

using Sort = std::tuple<TrialKind, std::size_t, double>;

std::map<Sort, int> counts(const std::vector<Trial>& trials) {
  std::map<Sort, int> counted;
  for (const Trial& trial : trials) ++counted[{trial.kind, trial.program, trial.effect}];
  return counted;
}

TEST(PlanTrials, MakesEverySortAsOftenAsAsked) {
  std::map<Sort, int> wanted{{{TrialKind::itself, 0, 0}, 4}, {{TrialKind::itself, 2, 0}, 3}};
  for (const std::size_t program : small_design().programs) {
    for (const double effect : known_effects) wanted[{TrialKind::effect, program, effect}] = 3;
    wanted[{TrialKind::equivalence, program, 0}] = 2;
  }
  EXPECT_EQ(counts(plan_trials(small_design())), wanted);
}

TEST(PlanTrials, OrderIsDrawnFromTheSeed) {
  const auto sorts = [](std::uint64_t seed) {
    SelfTestDesign design = small_design();
    design.seed = seed;
    std::vector<Sort> order;
    for (const Trial& trial : plan_trials(design)) {
      order.emplace_back(trial.kind, trial.program, trial.effect);
    }
    return order;
  };
  EXPECT_EQ(sorts(1), sorts(1));
  EXPECT_NE(sorts(1), sorts(2));
}

TEST(TrialSubject, ComparesTheProgramWithMoreWork) {
  const Subject subject =
      trial_subject({TrialKind::effect, 1, 0.02}, small_design(), "/lib/known-work", 1000);
  ASSERT_EQ(subject.variants.size(), 2U);
  EXPECT_THAT(subject.variants[0].launch.argv, ElementsAre("/lib/known-work", "memory", "1000"));
  EXPECT_THAT(subject.variants[1].launch.argv, ElementsAre("/lib/known-work", "memory", "1020"));
  ASSERT_EQ(subject.metrics.size(), 1U);
  EXPECT_EQ(subject.metrics[0].id, "wall_time");
}

TEST(TrialSubject, AgainstItselfBothDoTheSame) {
  const Subject subject =
      trial_subject({TrialKind::itself, 0, 0}, small_design(), "/lib/known-work", 1000);
  EXPECT_EQ(subject.variants[0].launch.argv, subject.variants[1].launch.argv);
}

Trial ended(TrialKind kind, std::size_t program, double effect, std::optional<Verdict> verdict) {
  Trial trial{kind, program, effect};
  trial.verdict = verdict;
  trial.pairs = 10;
  trial.took = Seconds(2);
  return trial;
}

std::vector<Trial> repeated(int count, const Trial& trial) {
  return {static_cast<std::size_t>(count), trial};
}

std::vector<Trial> together(std::initializer_list<std::vector<Trial>> parts) {
  std::vector<Trial> all;
  for (const std::vector<Trial>& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(Tally, EveryDifferenceFromItselfIsAFalsePositive) {
  const SelfTestReport report = tally({ended(TrialKind::itself, 0, 0, Verdict::improvement),
                                       ended(TrialKind::itself, 0, 0, Verdict::inconclusive),
                                       ended(TrialKind::itself, 2, 0, Verdict::regression),
                                       ended(TrialKind::itself, 2, 0, Verdict::inconclusive),
                                       ended(TrialKind::itself, 2, 0, Verdict::inconclusive)},
                                      small_design());
  ASSERT_EQ(report.false_positives.size(), 3U);  // all, cpu, syscall
  EXPECT_EQ(report.false_positives[0].program, "");
  EXPECT_EQ(report.false_positives[0].trials, 5);
  EXPECT_EQ(report.false_positives[0].hits, 2);
  EXPECT_EQ(report.false_positives[1].program, "cpu");
  EXPECT_EQ(report.false_positives[1].trials, 2);
  EXPECT_EQ(report.false_positives[2].program, "syscall");
  EXPECT_EQ(report.false_positives[2].hits, 1);
  EXPECT_EQ(report.false_positives[0].median_pairs, 10);
  EXPECT_EQ(report.false_positives[0].median_seconds, 2);
}

// Clopper-Pearson of 2 of 5, from any table: 5.27 % .. 85.3 %.
TEST(Tally, RatesHaveTheirInterval) {
  const SelfTestReport report =
      tally(together({repeated(2, ended(TrialKind::itself, 0, 0, Verdict::improvement)),
                      repeated(3, ended(TrialKind::itself, 0, 0, Verdict::inconclusive))}),
            small_design());
  EXPECT_NEAR(report.false_positives[0].rate.lo, 0.0527, 0.0001);
  EXPECT_NEAR(report.false_positives[0].rate.hi, 0.8534, 0.0001);
}

TEST(Tally, FalseDifferencesKeepOrBreakThePromise) {
  const auto of_rate = [](double lo, double hi) {
    TrialTally tally;
    tally.rate = {lo, hi};
    return promise_of(tally, 0.05);
  };
  EXPECT_EQ(of_rate(0.01, 0.07), Promise::kept);
  EXPECT_EQ(of_rate(0.01, 0.2), Promise::perhaps_kept);
  EXPECT_EQ(of_rate(0.051, 0.06), Promise::broken);
  const SelfTestReport report =
      tally({ended(TrialKind::itself, 0, 0, Verdict::inconclusive)}, small_design());
  EXPECT_EQ(report.promise, Promise::perhaps_kept);
}

TEST(Tally, OnlyARegressionFindsMoreWork) {
  const SelfTestReport report = tally({ended(TrialKind::effect, 0, 0.05, Verdict::regression),
                                       ended(TrialKind::effect, 0, 0.05, Verdict::improvement),
                                       ended(TrialKind::effect, 0, 0.05, Verdict::equivalent),
                                       ended(TrialKind::effect, 0, 0.05, Verdict::inconclusive)},
                                      small_design());
  ASSERT_EQ(report.detections.size(), 2U);
  EXPECT_EQ(report.detections[0].trials, 4);
  EXPECT_EQ(report.detections[0].hits, 1);
}

TEST(Tally, OnlyEquivalentCountsAsEquivalent) {
  const SelfTestReport report = tally({ended(TrialKind::equivalence, 0, 0, Verdict::equivalent),
                                       ended(TrialKind::equivalence, 0, 0, Verdict::regression)},
                                      small_design());
  EXPECT_EQ(report.equivalences[0].hits, 1);
  EXPECT_TRUE(report.false_positives.empty());
}

TEST(Tally, FailedTrialsAreNotTrials) {
  const SelfTestReport report = tally({ended(TrialKind::itself, 0, 0, std::nullopt),
                                       ended(TrialKind::itself, 0, 0, Verdict::inconclusive)},
                                      small_design());
  EXPECT_EQ(report.failed_trials, 1);
  EXPECT_EQ(report.false_positives[0].trials, 1);
}

TEST(Tally, NothingFinishedIsAnEmptyReport) {
  const SelfTestReport report = tally({}, small_design());
  EXPECT_TRUE(report.false_positives.empty());
  EXPECT_TRUE(report.detections.empty());
  EXPECT_FALSE(report.smallest_effect.has_value());
  EXPECT_FALSE(report.promise.has_value());
  EXPECT_FALSE(report.noise.spread.has_value());
  EXPECT_FALSE(report.noise.autocorrelation.has_value());
}

// What the trials may take at most, were each to use its budget up.
double longest(const SelfTestDesign& design) {
  double seconds = 0;
  for (const Trial& trial : plan_trials(design)) {
    seconds += trial.kind == TrialKind::itself ? design.budget_against_itself.count()
                                               : design.budget_an_effect.count();
  }
  return seconds;
}

TEST(ShareOut, TrialsFitTheTimeInAll) {
  for (const double seconds : {60.0, 300.0, 1800.0}) {
    SelfTestDesign design;
    share_out(Seconds(seconds), design);
    EXPECT_GT(longest(design), 0.7 * seconds) << seconds;
    EXPECT_LT(longest(design), 2 * seconds) << seconds;
  }
}

TEST(ShareOut, HoweverLittleTimeEverySortIsTried) {
  SelfTestDesign design;
  share_out(Seconds(1e-6), design);
  EXPECT_EQ(counts(plan_trials(design)).size(), 3 + 3 * (known_effects.size() + 1));
}

// `found` of ten trials at each effect, in the order of known_effects.
std::optional<double> smallest_effect(std::initializer_list<int> found) {
  std::vector<Trial> trials;
  const auto* effect = known_effects.begin();
  for (const int hits : found) {
    for (int i = 0; i < 10; ++i) {
      trials.push_back(ended(TrialKind::effect, 0, *effect,
                             i < hits ? Verdict::regression : Verdict::inconclusive));
    }
    ++effect;
  }
  return tally(trials, small_design()).smallest_effect;
}

TEST(SmallestEffect, IsTheOneFromWhichOnNineInTenWereFound) {
  EXPECT_EQ(smallest_effect({0, 9, 10, 9}), std::optional(0.01));
  EXPECT_EQ(smallest_effect({10, 10, 10, 10}), std::optional(0.005));
  EXPECT_EQ(smallest_effect({0, 0, 8, 10}), std::optional(0.05));
}

TEST(SmallestEffect, ALuckySmallOneDoesNotCount) {
  EXPECT_EQ(smallest_effect({10, 2, 10, 10}), std::optional(0.02));
}

TEST(SmallestEffect, IsAbsentWhereTheLargestWasMissed) {
  EXPECT_EQ(smallest_effect({10, 10, 10, 8}), std::nullopt);
}

TEST(Tally, DetectionsAreInTheOrderOfTheirEffects) {
  std::vector<Trial> trials;
  for (const double effect : {0.05, 0.005, 0.02, 0.01}) {
    trials.push_back(ended(TrialKind::effect, 0, effect, Verdict::regression));
    trials.push_back(ended(TrialKind::effect, 2, effect, Verdict::regression));
  }
  std::vector<std::pair<double, std::string>> rows;
  for (const TrialTally& row : tally(trials, small_design()).detections) {
    rows.emplace_back(row.effect, row.program);
  }
  ASSERT_EQ(rows.size(), 12U);
  EXPECT_EQ(rows[0], std::make_pair(0.005, std::string()));
  EXPECT_EQ(rows[1], std::make_pair(0.005, std::string("cpu")));
  EXPECT_EQ(rows[2], std::make_pair(0.005, std::string("syscall")));
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end()));
}

}  // namespace
}  // namespace hone::measure
