#include "analyzers/derive/metric_changes.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

MetricSummary exact(double value) {
  MetricSummary summary;
  summary.provenance = Provenance::counted;
  summary.value = value;
  return summary;
}

MetricSummary sampled(double value, double half_width) {
  MetricSummary summary;
  summary.value = value;
  summary.samples = 9;
  summary.interval = Interval{value - half_width, value + half_width};
  return summary;
}

MetricChange changed(ChangeKind kind, double difference, std::optional<double> ratio) {
  return {kind, difference, ratio};
}

TEST(MetricChanges, OfExactNumbersAreNeverUnclear) {
  EXPECT_EQ(change_between(exact(100), exact(101)), changed(ChangeKind::changed, 1, 1.01));
  EXPECT_EQ(change_between(exact(7), exact(7)), changed(ChangeKind::same, 0, 1));
}

TEST(MetricChanges, FromZeroHaveNoRatio) {
  EXPECT_EQ(change_between(exact(0), exact(14)), changed(ChangeKind::from_zero, 14, std::nullopt));
  EXPECT_EQ(change_between(exact(14), exact(0)), changed(ChangeKind::to_zero, -14, 0));
  EXPECT_EQ(change_between(exact(0), exact(0)), changed(ChangeKind::same, 0, std::nullopt));
}

// -1 is half of -2, and more.
TEST(MetricChanges, OfNumbersBelowZeroHaveNoRatio) {
  EXPECT_EQ(change_between(exact(-2), exact(-1)), changed(ChangeKind::changed, 1, std::nullopt));
  EXPECT_EQ(change_between(exact(-2), exact(1)), changed(ChangeKind::changed, 3, std::nullopt));
  EXPECT_EQ(change_between(exact(2), exact(-1)), changed(ChangeKind::changed, -3, std::nullopt));
  EXPECT_EQ(change_between(exact(-2), exact(0)), changed(ChangeKind::to_zero, 2, std::nullopt));
}

TEST(MetricChanges, WithinTheNoiseAreUnclear) {
  EXPECT_EQ(change_between(sampled(100, 3), sampled(104, 3)),
            changed(ChangeKind::unclear, 4, 1.04));
  EXPECT_EQ(change_between(sampled(100, 2), sampled(104, 2)), changed(ChangeKind::unclear, 4, 1.04))
      << "intervals that touch overlap";
  EXPECT_EQ(change_between(sampled(100, 1), sampled(104, 1)),
            changed(ChangeKind::changed, 4, 1.04));
  EXPECT_EQ(change_between(sampled(0, 1), sampled(1, 1)),
            changed(ChangeKind::unclear, 1, std::nullopt))
      << "and no change from 0";
}

TEST(MetricChanges, OfSamplesThatAreTooFewForAnIntervalAreUnclear) {
  MetricSummary few = sampled(104, 0);
  few.interval.reset();
  EXPECT_EQ(change_between(sampled(100, 1), few)->kind, ChangeKind::unclear);
  EXPECT_EQ(change_between(few, sampled(100, 1))->kind, ChangeKind::unclear);
}

TEST(MetricChanges, AreOnlyBetweenNumbersGotInOneWay) {
  EXPECT_FALSE(change_between(exact(1), sampled(2, 0.1)));
  MetricSummary other = exact(2);
  other.event = "skl::L1D:REPLACEMENT";
  EXPECT_FALSE(change_between(exact(1), other));
}

TEST(MetricChanges, AreFinite) {
  const double most = std::numeric_limits<double>::max();
  EXPECT_FALSE(change_between(exact(-most), exact(most)));
  EXPECT_EQ(change_between(exact(1e-300), exact(1e300)),
            changed(ChangeKind::changed, 1e300, std::nullopt));
}

TEST(Effects, AreByTheIntervalAlone) {
  EXPECT_EQ(effect_of(std::nullopt), Effect::unbounded);
  EXPECT_EQ(effect_of(Interval{0.02, 0.03}), Effect::changed);
  EXPECT_EQ(effect_of(Interval{-0.03, -0.02}), Effect::changed);
  EXPECT_EQ(effect_of(Interval{0.005, 0.02}), Effect::changed);
  EXPECT_EQ(effect_of(Interval{0.001, 0.002}), Effect::slight);
  EXPECT_EQ(effect_of(Interval{-0.005, 0.005}), Effect::unchanged);
  EXPECT_EQ(effect_of(Interval{0, 0}), Effect::unchanged);
  EXPECT_EQ(effect_of(Interval{-0.01, 0.005}), Effect::unclear) << "a percent is too much";
  EXPECT_EQ(effect_of(Interval{-0.05, 0.02}), Effect::unclear);
}

TEST(InstructionChanges, OfHalfAPercentAreNotNotable) {
  EXPECT_FALSE(is_notable({.before = 1000, .after = 1005}));
  EXPECT_FALSE(is_notable({.before = 1000, .after = 995}));
  EXPECT_FALSE(is_notable({.before = 0, .after = 5}));
  EXPECT_TRUE(is_notable({.before = 1000, .after = 994}));
}

Comparison of_ratio(double ratio, Better better) {
  Comparison comparison;
  comparison.ratio = ratio;
  comparison.interval = Interval{ratio / 2, ratio * 2};
  comparison.better = better;
  return comparison;
}

TEST(Gains, AreAboveOneWhereTheVariantIsBetter) {
  EXPECT_EQ(gain_of(of_ratio(0.5, Better::lower)), (Gain{2, Interval{1, 4}}));
  EXPECT_EQ(gain_of(of_ratio(0.5, Better::higher)), (Gain{0.5, Interval{0.25, 1}}));
  EXPECT_EQ(gain_of(of_ratio(0.5, Better::neither)), (Gain{2, Interval{1, 4}}));
  Comparison unbounded = of_ratio(0.5, Better::lower);
  unbounded.interval.reset();
  EXPECT_EQ(gain_of(unbounded), (Gain{2, std::nullopt}));
}

TEST(Gains, ThereAreNoneFromOrToZero) {
  Comparison from_zero;
  from_zero.ratio.reset();
  EXPECT_FALSE(gain_of(from_zero));
  EXPECT_FALSE(gain_of(of_ratio(0, Better::lower)));
  EXPECT_FALSE(gain_of(of_ratio(0, Better::higher)));
}

VariantReport variant(const std::string& name, ByMetric<MetricReading> metrics) {
  VariantReport report;
  report.name = name;
  report.metrics = std::move(metrics);
  return report;
}

SubjectReport judged(ByMetric<MetricReading> baseline, ByMetric<MetricReading> other) {
  SubjectReport report;
  report.variants = {variant("old", std::move(baseline)), variant("new", std::move(other))};
  report.variants[0].is_baseline = true;
  judge_changes(report);
  return report;
}

TEST(JudgeChanges, OfEachMetricThatBothHave) {
  const SubjectReport report =
      judged({{"cycles", exact(8)}, {"branches", exact(1)}, {"llc_misses", Absent{"no PMU"}}},
             {{"cycles", exact(6)}, {"page_faults", exact(1)}, {"llc_misses", exact(1)}});
  EXPECT_TRUE(report.variants[0].changes.empty());
  ASSERT_EQ(report.variants[1].changes.size(), 1U);
  EXPECT_EQ(report.variants[1].changes.at("cycles"), changed(ChangeKind::changed, -2, 0.75));
}

TEST(JudgeChanges, OfMemoryGoByTheHeapWhereItWasCounted) {
  EXPECT_EQ(judged({{"peak_heap", exact(100)}, {"peak_rss", sampled(400, 4)}},
                   {{"peak_heap", exact(50)}, {"peak_rss", sampled(500, 4)}})
                .variants[1]
                .memory,
            (MemoryChange{"peak_heap", 0.5, true}));
  EXPECT_EQ(judged({{"peak_heap", exact(0)}, {"peak_rss", sampled(400, 4)}},
                   {{"peak_heap", exact(0)}, {"peak_rss", sampled(401, 4)}})
                .variants[1]
                .memory,
            (MemoryChange{"peak_rss", 401.0 / 400, false}));
  EXPECT_FALSE(judged({{"peak_rss", exact(1)}}, {}).variants[1].memory);
}

TEST(JudgeChanges, TellsTheCpusThatEachVariantUsed) {
  const SubjectReport report = judged({{"cpu_time", sampled(3, 1)}, {"wall_time", sampled(2, 1)}},
                                      {{"cpu_time", sampled(3, 1)}, {"wall_time", exact(0)}});
  EXPECT_EQ(report.variants[0].cpus_used, 1.5);
  EXPECT_FALSE(report.variants[1].cpus_used);
}

TEST(JudgeChanges, AFunctionHasNoShareWhereOthersNearlyCancelItsChange) {
  SubjectReport report = judged({}, {});
  VariantReport& variant = report.variants[1];
  variant.instruction_change = InstructionChange{1000, 900};
  variant.function_changes.resize(2);
  variant.function_changes[0].instructions = -150;
  variant.function_changes[1].instructions = 50;
  judge_changes(report);
  EXPECT_TRUE(variant.instruction_change->is_notable);
  EXPECT_FALSE(variant.function_changes[0].share);
  EXPECT_EQ(variant.function_changes[1].share, -0.5);
}

TEST(JudgeChanges, OfInstructionsThatAreNotNotableNoFunctionHasAShare) {
  SubjectReport report = judged({}, {});
  VariantReport& variant = report.variants[1];
  variant.instruction_change = InstructionChange{1000, 1002};
  variant.function_changes.resize(1);
  variant.function_changes[0].instructions = 1;
  judge_changes(report);
  EXPECT_FALSE(variant.instruction_change->is_notable);
  EXPECT_FALSE(variant.function_changes[0].share);
}

TEST(JudgeChanges, ReplacesWhatStoodThere) {
  SubjectReport report = judged({{"cycles", exact(8)}, {"peak_rss", exact(1)}},
                                {{"cycles", exact(6)}, {"peak_rss", exact(2)}});
  report.splits.resize(1);
  report.splits[0].cpi.interval = Interval{0.2, 0.3};
  report.comparisons = {of_ratio(0.5, Better::lower)};
  judge_changes(report);
  EXPECT_EQ(report.splits[0].cpi.effect, Effect::changed);
  EXPECT_EQ(report.splits[0].clock.effect, Effect::unbounded);
  EXPECT_EQ(report.comparisons[0].gain->factor, 2);
  const SubjectReport once = report;
  judge_changes(report);
  EXPECT_TRUE(report == once);
  report.variants[1].metrics.clear();
  report.splits[0].cpi.interval.reset();
  report.comparisons[0].ratio.reset();
  judge_changes(report);
  EXPECT_TRUE(report.variants[1].changes.empty());
  EXPECT_FALSE(report.variants[1].memory);
  EXPECT_EQ(report.splits[0].cpi.effect, Effect::unbounded);
  EXPECT_FALSE(report.comparisons[0].gain);
}

}  // namespace
}  // namespace hone::derive
