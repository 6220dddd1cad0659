#include "reports/sections/headline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Comparison claimed(double ratio, std::optional<Interval> interval, Verdict verdict) {
  Comparison comparison;
  comparison.metric = "wall_time";
  comparison.ratio = ratio;
  comparison.interval = interval;
  comparison.verdict = verdict;
  comparison.pairs = 28;
  comparison.margin = 0.01;
  comparison.alpha = 0.05;
  comparison.stopped = Stopped::decided;
  return comparison;
}

Comparison left_open() {
  Comparison comparison = claimed(1.004, Interval{0.992, 1.021}, Verdict::inconclusive);
  comparison.resolution = 0.0144;
  comparison.stopped = Stopped::budget;
  return comparison;
}

std::string sentence(const Comparison& comparison, const PlanSummary& plan = {}) {
  const Claim text = headline(comparison, "./b", "./a", plan);
  return text.claim.plain() + " " + text.detail.plain();
}

TEST(Headline, SaysWhichCommandIsFasterAndByHowMuch) {
  EXPECT_EQ(sentence(claimed(1 / 1.12, Interval{1 / 1.14, 1 / 1.1}, Verdict::improvement)),
            "./b is 1.12x faster than ./a (1.10x .. 1.14x; wall time, 95 % interval)");
}

TEST(Headline, SmallChangesArePercentagesWithoutSigns) {
  EXPECT_EQ(sentence(claimed(1.0141, Interval{1.0112, 1.017}, Verdict::regression)),
            "./b is 1.4 % slower than ./a (1.1 .. 1.7 %; wall time, 95 % interval)");
  EXPECT_EQ(sentence(claimed(0.986, Interval{0.983, 0.989}, Verdict::improvement)),
            "./b is 1.4 % faster than ./a (1.1 .. 1.7 %; wall time, 95 % interval)");
}

TEST(Headline, OfAMeanItSaysSo) {
  Comparison mean = claimed(1.09, Interval{1.07, 1.11}, Verdict::regression);
  mean.estimand = Estimand::mean;
  EXPECT_EQ(sentence(mean),
            "./b is 1.09x slower than ./a (1.07x .. 1.11x; mean wall time, 95 % interval)");
}

TEST(Headline, WhatHoldsForTheTypicalRunAloneIsNoPlainAnswer) {
  Comparison divided = claimed(1.001, Interval{0.998, 1.004}, Verdict::inconclusive);
  divided.other = OtherFigure{.ratio = 1.02,
                              .interval = Interval{1.015, 1.026},
                              .verdict = Verdict::regression,
                              .declared = Verdict::equivalent};
  EXPECT_EQ(
      sentence(divided),
      "No plain answer: the typical run of ./b is 0.10 % slower than that of ./a, the average "
      "1.02x slower (wall time; --estimand mean asks about the average)");
  divided.other->verdict = Verdict::equivalent;
  EXPECT_THAT(sentence(divided), StartsWith("Undecided: "));
}

Comparison by_difference(double estimate, std::optional<Interval> interval, Verdict verdict) {
  Comparison comparison = claimed(1, std::nullopt, verdict);
  comparison.metric = "drift";
  comparison.ratio.reset();
  comparison.difference =
      Difference{.estimate = estimate, .interval = interval, .margin = 0.032, .resolution = 0.3};
  return comparison;
}

TEST(Headline, OfDifferencesEachVerdictIsInTheUnit) {
  EXPECT_EQ(sentence(by_difference(3.2, Interval{2.9, 3.5}, Verdict::regression)),
            "./b has 3.2 more drift than ./a, a regression (2.9 .. 3.5; 95 % interval)");
  EXPECT_EQ(sentence(by_difference(-3.2, Interval{-3.5, -2.9}, Verdict::improvement)),
            "./b has 3.2 less drift than ./a, an improvement (2.9 .. 3.5; 95 % interval)");
  EXPECT_EQ(sentence(by_difference(0.001, Interval{-0.01, 0.02}, Verdict::equivalent)),
            "./b and ./a have the same drift within 0.032 (1 % of the baseline's size) (-0.01 .. "
            "+0.02; 95 % interval)");
  Comparison open = by_difference(0.2, Interval{-0.1, 0.5}, Verdict::inconclusive);
  open.stopped = Stopped::budget;
  EXPECT_EQ(sentence(open),
            "Undecided: ./b could have 0.1 less to 0.5 more drift than ./a (95 % interval; 28 "
            "pairs reach +-0.3; --until-decided or a larger --budget goes on)");
  open.difference->interval.reset();
  EXPECT_THAT(sentence(open),
              StartsWith("Undecided: 28 pairs are too few to compare the drift of ./b and ./a"));
}

TEST(Headline, OfDifferencesThatHoldForTheTypicalRunAloneThereIsNoPlainAnswer) {
  Comparison divided = by_difference(0.01, Interval{-0.02, 0.03}, Verdict::inconclusive);
  divided.difference->other = OtherDifference{.estimate = 2.5,
                                              .interval = Interval{2, 3},
                                              .verdict = Verdict::regression,
                                              .declared = Verdict::equivalent};
  EXPECT_EQ(sentence(divided),
            "No plain answer: ./b typically has 0.01 more drift than ./a, on average 2.5 more "
            "(--estimand mean asks about the average)");
}

TEST(Headline, SaysWhatEquivalentMeans) {
  EXPECT_EQ(sentence(claimed(1.0005, Interval{0.997, 1.004}, Verdict::equivalent)),
            "./b and ./a take the same wall time within 1 % (-0.30 .. +0.40 %; 95 % interval)");
  Comparison memory = claimed(1, Interval{1, 1}, Verdict::equivalent);
  memory.metric = "peak_rss";
  EXPECT_THAT(sentence(memory), StartsWith("./b and ./a have the same peak RSS within 1 % ("));
}

TEST(Headline, JudgesMoreOfWhatIsNotTime) {
  Comparison rate = claimed(1.5, Interval{1.4, 1.6}, Verdict::improvement);
  rate.metric = "items_per_second";
  rate.better = Better::higher;
  EXPECT_EQ(sentence(rate),
            "./b has 1.50x more items_per_second than ./a, an improvement (1.40x .. 1.60x; 95 % "
            "interval)");
  Comparison memory = claimed(1.5, Interval{1.4, 1.6}, Verdict::regression);
  memory.metric = "peak_rss";
  EXPECT_THAT(sentence(memory), StartsWith("./b has 1.50x more peak RSS than ./a, a regression ("));
  memory.better = Better::neither;
  EXPECT_THAT(sentence(memory), Not(HasSubstr("regression")));
}

TEST(Headline, UndecidedNamesBothBoundsAndWhatGoesOn) {
  EXPECT_EQ(sentence(left_open()),
            "Undecided: ./b could be 0.80 % faster to 2.1 % slower than ./a (wall time, 95 % "
            "interval; 28 pairs reach +-1.4 %; --until-decided or a larger --budget goes on)");
}

TEST(Headline, UndecidedOnOneSideSaysTheDirectionOnce) {
  Comparison comparison = left_open();
  comparison.interval = Interval{1.003, 1.021};
  EXPECT_THAT(sentence(comparison), HasSubstr("could be 0.30 to 2.1 % slower than ./a"));
  comparison.metric = "peak_rss";
  EXPECT_THAT(sentence(comparison), HasSubstr("could have 0.30 to 2.1 % more peak RSS than ./a"));
}

TEST(Headline, DoesNotProposeWhatWasAskedForAlready) {
  PlanSummary plan;
  plan.until_decided = true;
  EXPECT_THAT(sentence(left_open(), plan), Not(HasSubstr("--until-decided")));
}

Comparison counted(double ratio, int pairs) {
  Comparison comparison = left_open();
  comparison.metric = "instructions";
  comparison.ratio = ratio;
  comparison.interval = Interval{ratio, ratio};
  comparison.verdict = ratio > 1 ? Verdict::regression : Verdict::equivalent;
  comparison.pairs = pairs;
  if (pairs == 1) comparison.counts = CountPair{1000, 1000 * ratio};
  return comparison;
}

TEST(Headline, SaysACountOfZeroInWords) {
  Comparison comparison = counted(0, 1);
  comparison.metric = "allocations";
  comparison.verdict = Verdict::improvement;
  comparison.counts = CountPair{100'000, 0};
  EXPECT_THAT(sentence(comparison), HasSubstr("has 0 instead of 100,000 allocations (counted"));
  comparison.verdict = Verdict::regression;
  comparison.ratio.reset();
  comparison.interval.reset();
  comparison.counts = CountPair{0, 7};
  EXPECT_THAT(sentence(comparison), HasSubstr("has 7 instead of 0 allocations"));
  EXPECT_THAT(sentence(comparison), HasSubstr("exact)"));
}

TEST(Headline, AnExactCountHasNoErrorRate) {
  for (const double ratio : {1.0, 1.25}) {
    const std::string text = sentence(counted(ratio, 1));
    EXPECT_THAT(text, HasSubstr("instructions"));
    EXPECT_THAT(text, HasSubstr("exact)"));
    EXPECT_THAT(text, Not(HasSubstr("interval")));
  }
}

TEST(Headline, CountsThatWereComparedByPairsHaveOne) {
  EXPECT_THAT(sentence(counted(1.25, 9)), HasSubstr("% interval"));
  Comparison comparison = counted(1.25, 19);
  comparison.verdict = Verdict::inconclusive;
  comparison.interval = Interval{0.9, 1.5};
  EXPECT_THAT(sentence(comparison), Not(HasSubstr("--budget")));
}

TEST(Headline, UndecidedTellsAnInterruption) {
  Comparison comparison = left_open();
  comparison.stopped = Stopped::interrupted;
  EXPECT_THAT(sentence(comparison), testing::EndsWith("; interrupted, or a command failed)"));
}

TEST(Headline, TooFewPairsBoundNothing) {
  Comparison comparison = left_open();
  comparison.interval.reset();
  comparison.pairs = 1;
  EXPECT_THAT(
      sentence(comparison),
      StartsWith("Undecided: 1 pair is too few to compare the wall time of ./b and ./a (--until"));
}

TEST(Headline, StatesTheLevelOfItsOwnInterval) {
  Comparison comparison = claimed(0.5, Interval{0.4, 0.6}, Verdict::improvement);
  comparison.alpha = 0.025;
  EXPECT_THAT(sentence(comparison), HasSubstr("97.5 % interval"));
}

TEST(Headlines, KeepTheDetailInOnePieceOnALineOfItsOwn) {
  const SubjectReport subject = sample_comparison().subjects[0];
  EXPECT_THAT(render_terminal(headlines(subject, {}), {.color = false, .width = 80}),
              StartsWith("fa\\x1b[5mst is 1.12x faster than ./decode --input 'a file.bin'\n"
                         "  (1.10x .. 1.14x; wall time, 97.5 % interval)\n"));
  EXPECT_THAT(render_terminal(headlines(subject, {}), {.color = true, .width = 120}),
              StartsWith("\x1b[32mfa\\x1b[5mst is 1.12x faster than ./decode --input "
                         "'a file.bin'\x1b[0m (1.10x .. 1.14x; wall time, 97.5 % interval)\n"));
}

TEST(Headline, OfFixedRunsProposesMoreOfThem) {
  PlanSummary plan;
  plan.runs = 28;
  EXPECT_THAT(sentence(left_open(), plan), HasSubstr("; more --runs go on)"));
}

TEST(Headlines, SayBelowWhatIsUndecidedWhatItWouldHaveSeen) {
  const SubjectReport subject = sample_comparison().subjects[0];
  EXPECT_THAT(render_terminal(headlines(subject, {}), {.color = false, .width = 200}),
              HasSubstr("\n  A difference of 20 % or more would have been seen with 90 % "
                        "probability; if the truth is 12 % more, as estimated, "));
}

TEST(Headlines, TellVariantsThatWereNotComparedAndFailures) {
  SubjectReport subject = sample_comparison().subjects[0];
  subject.comparisons.clear();
  subject.findings = {{"variant_crashed", "fa\x1b[5mst failed: it crashed", {}}};
  subject.findings[0].is_failure = true;
  EXPECT_EQ(render_terminal(headlines(subject, {}), {}),
            "Not compared: fa\\x1b[5mst\nFailed: fa\\x1b[5mst failed: it crashed\n");
}

}  // namespace
}  // namespace hone::reports
