#include "reports/words/change.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

Comparison compared(double ratio, std::optional<Interval> interval, Verdict verdict) {
  Comparison comparison;
  comparison.metric = "cpu_time";
  comparison.ratio = ratio;
  comparison.interval = interval;
  comparison.verdict = verdict;
  comparison.pairs = 28;
  comparison.margin = 0.01;
  return comparison;
}

TEST(DescribeChange, LessTimeIsFasterByTheInverseRatio) {
  const ChangeText text =
      describe_change(compared(1 / 2.31, Interval{1 / 2.38, 1 / 2.25}, Verdict::improvement));
  EXPECT_EQ(text.change, "2.31x faster");
  EXPECT_EQ(text.interval, "2.25x .. 2.38x");
}

TEST(DescribeChange, MoreTimeIsSlower) {
  const ChangeText text =
      describe_change(compared(1.04, Interval{1.03, 1.05}, Verdict::regression));
  EXPECT_EQ(text.change, "1.04x slower");
  EXPECT_EQ(text.interval, "1.03x .. 1.05x");
}

TEST(DescribeChange, SmallChangesAreInPercentOnBothColumns) {
  const ChangeText text =
      describe_change(compared(1.0141, Interval{1.0112, 1.017}, Verdict::regression));
  EXPECT_EQ(text.change, "1.4 % slower");
  EXPECT_EQ(text.interval, "+1.1 .. +1.7 %");
}

TEST(DescribeChange, EquivalentStaysInPercentHoweverWideTheMargin) {
  const ChangeText text =
      describe_change(compared(0.96, Interval{0.93, 1.02}, Verdict::equivalent));
  EXPECT_EQ(text.change, "4.0 % faster");
  EXPECT_EQ(text.interval, "-7.0 .. +2.0 %");
}

Comparison told_by_difference(double estimate, std::optional<Interval> interval, Verdict verdict) {
  Comparison comparison = compared(1, std::nullopt, verdict);
  comparison.metric = "drift";
  comparison.ratio.reset();
  comparison.difference = Difference{.estimate = estimate, .interval = interval, .margin = 0.032};
  return comparison;
}

TEST(DescribeChange, DifferencesAreInTheMetricsUnitWithSigns) {
  const ChangeText more =
      describe_change(told_by_difference(3.2, Interval{2.9, 3.5}, Verdict::regression));
  EXPECT_EQ(more.change, "3.2 more");
  EXPECT_EQ(more.interval, "+2.9 .. +3.5");
  const ChangeText less =
      describe_change(told_by_difference(-12.5, Interval{-13, -12}, Verdict::improvement));
  EXPECT_EQ(less.change, "12.5 less");
  EXPECT_EQ(less.interval, "-13 .. -12");
  const ChangeText same =
      describe_change(told_by_difference(0, Interval{0, 0}, Verdict::equivalent));
  EXPECT_EQ(same.change, "0");
  EXPECT_EQ(same.interval, "0 .. 0");
  const ChangeText open =
      describe_change(told_by_difference(3.2, Interval{-0.5, 7e-20}, Verdict::inconclusive));
  EXPECT_EQ(open.change, "could be");
  EXPECT_EQ(open.interval, "-0.5 .. +7e-20");
  const ChangeText unknown =
      describe_change(told_by_difference(3, std::nullopt, Verdict::inconclusive));
  EXPECT_EQ(unknown.change, "unknown");
  EXPECT_EQ(unknown.interval, "unbounded");
}

TEST(DescribeChange, TheRangeOfADifferenceNeedsNoSignsBesideAWord) {
  const Comparison more = told_by_difference(3.2, Interval{2.9, 3.5}, Verdict::regression);
  EXPECT_EQ(interval_of_change(more), "2.9 .. 3.5");
  EXPECT_EQ(range_in_words(more), "2.9 to 3.5 more");
  const Comparison less = told_by_difference(-3.2, Interval{-3.5, -2.9}, Verdict::improvement);
  EXPECT_EQ(interval_of_change(less), "2.9 .. 3.5");
  EXPECT_EQ(range_in_words(less), "2.9 to 3.5 less");
  EXPECT_EQ(range_in_words(told_by_difference(0, Interval{-0.1, 0.5}, Verdict::inconclusive)),
            "0.1 less to 0.5 more");
}

TEST(DescribeChange, TheMarginOfDifferencesIsInTheirUnit) {
  Comparison comparison = told_by_difference(0, Interval{0, 0}, Verdict::equivalent);
  EXPECT_EQ(margin_in_words(comparison), "0.032 (1 % of the baseline's size)");
  comparison.difference->margin = 0;
  EXPECT_EQ(margin_in_words(comparison),
            "0, which is 1 % of the typical drift of the first baseline runs");
  comparison.margin = 0;
  EXPECT_EQ(margin_in_words(comparison), "0");
  EXPECT_EQ(margin_in_words(compared(1, Interval{1, 1}, Verdict::equivalent)), "1 %");
}

TEST(ExplainInconclusive, OfDifferencesAllIsInTheUnit) {
  Comparison comparison = told_by_difference(0.2, Interval{-0.1, 0.5}, Verdict::inconclusive);
  comparison.difference->resolution = 0.3;
  EXPECT_EQ(explain_inconclusive(comparison, {}),
            "its drift could differ by -0.1 .. +0.5; 28 pairs resolve +-0.3, the margin is 0.032 "
            "(1 % of the baseline's size); the budget was used up");
  comparison.difference->interval.reset();
  EXPECT_EQ(explain_inconclusive(comparison, {}),
            "28 pairs are too few to bound its drift; the budget was used up");
}

TEST(DescribeChange, MetricsOtherThanTimeAreLessFewerOrMore) {
  Comparison comparison = compared(0.25, Interval{0.2, 0.5}, Verdict::improvement);
  comparison.metric = "peak_rss";
  EXPECT_EQ(describe_change(comparison).change, "4.00x less");
  comparison.metric = "allocations";
  EXPECT_EQ(describe_change(comparison).change, "4.00x fewer");
  EXPECT_EQ(describe_change(comparison).interval, "2.00x .. 5.00x");
}

TEST(DescribeChange, MoreThroughputIsMoreThoughItIsAnImprovement) {
  Comparison comparison = compared(2.5, Interval{2.4, 2.6}, Verdict::improvement);
  comparison.metric = "throughput";
  EXPECT_EQ(describe_change(comparison).change, "2.50x more");
}

TEST(DescribeChange, InconclusiveShowsBoundsAndNoEstimate) {
  const ChangeText text =
      describe_change(compared(1.004, Interval{0.992, 1.021}, Verdict::inconclusive));
  EXPECT_EQ(text.change, "could be");
  EXPECT_EQ(text.interval, "-0.80 .. +2.1 %");
}

TEST(DescribeChange, InconclusiveWithoutIntervalIsUnknown) {
  const ChangeText text = describe_change(compared(0.4, std::nullopt, Verdict::inconclusive));
  EXPECT_EQ(text.change, "unknown");
  EXPECT_EQ(text.interval, "unbounded");
}

TEST(DescribeChange, AnIntervalThatReachesZeroStaysOnThePercentScale) {
  const ChangeText text = describe_change(compared(0.1, Interval{0, 0.4}, Verdict::improvement));
  EXPECT_EQ(text.change, "90 % faster");
  EXPECT_EQ(text.interval, "-100 .. -60 %");
}

TEST(ExplainInconclusive, NamesBoundsResolutionMarginAndEnding) {
  Comparison comparison = compared(1.004, Interval{0.992, 1.021}, Verdict::inconclusive);
  comparison.resolution = 0.0162;
  EXPECT_EQ(explain_inconclusive(comparison, {}),
            "its cpu time could differ by -0.80 .. +2.1 %; 28 pairs resolve +-1.6 %, the margin is "
            "1 %; the budget was used up");
}

TEST(ExplainInconclusive, OfFixedRunsNamesNoBudget) {
  PlanSummary plan;
  plan.runs = 28;
  EXPECT_THAT(explain_inconclusive(compared(1, Interval{0.9, 1.1}, Verdict::inconclusive), plan),
              testing::EndsWith("; no more runs were asked for"));
}

TEST(ExplainInconclusive, SaysWhenPairsAreTooFew) {
  Comparison comparison = compared(0.4, std::nullopt, Verdict::inconclusive);
  comparison.pairs = 1;
  comparison.stopped = Stopped::interrupted;
  EXPECT_EQ(explain_inconclusive(comparison, {}),
            "1 pair is too few to bound its cpu time; interrupted, or a command failed");
}

TEST(ExplainInconclusive, LeavesOutAResolutionThatIsNotKnown) {
  EXPECT_THAT(explain_inconclusive(compared(1, Interval{0.9, 1.1}, Verdict::inconclusive), {}),
              Not(HasSubstr("resolve")));
}

}  // namespace
}  // namespace hone::reports
