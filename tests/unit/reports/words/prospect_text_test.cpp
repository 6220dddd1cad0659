#include "reports/words/prospect_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

Comparison open_comparison(double ratio) {
  Comparison comparison;
  comparison.metric = "wall_time";
  comparison.ratio = ratio;
  comparison.verdict = Verdict::inconclusive;
  comparison.pairs = 100;
  comparison.prospect =
      Prospect{Detectable{.ratio = 1.025},
               ToDecide{.verdict = Verdict::regression, .pairs = 1240, .seconds = 246}};
  return comparison;
}

ToDecide& to_decide(Comparison& comparison) {
  return std::get<ToDecide>(comparison.prospect->to_decide);
}

TEST(ProspectInWords, SaysWhatWouldHaveBeenSeenAndWhatDecides) {
  EXPECT_EQ(
      prospect_in_words(open_comparison(1.016), {}),
      "A difference of 2.5 % or more would have been seen with 90 % probability; if the truth "
      "is 1.6 % slower, as estimated, a budget of about 4.1 min (12 times as many pairs) would "
      "call "
      "it.");
}

TEST(ProspectInWords, OfDifferencesIsInTheirUnit) {
  Comparison comparison = open_comparison(1);
  comparison.metric = "drift";
  comparison.ratio.reset();
  comparison.difference = Difference{.estimate = -0.25, .interval = Interval{-1, 0.5}};
  comparison.prospect->detectable = DetectableDifference{.difference = 0.4};
  EXPECT_EQ(prospect_in_words(comparison, {}),
            "A difference of 0.4 or more would have been seen with 90 % probability; if the truth "
            "is 0.25 less, as estimated, a budget of about 4.1 min (12 times as many pairs) would "
            "call it.");
  comparison.difference->estimate = 0;
  EXPECT_THAT(prospect_in_words(comparison, {}), HasSubstr("if there is none, as estimated"));
}

TEST(ProspectInWords, TellsALargeDifferenceAsAFactor) {
  Comparison comparison = open_comparison(1.5);
  std::get<Detectable>(comparison.prospect->detectable).ratio = 2.31;
  EXPECT_THAT(prospect_in_words(comparison, {}), HasSubstr("A factor of 2.31x or more would"));
}

TEST(ProspectInWords, OfEquivalenceSaysThatItWouldBeShown) {
  Comparison comparison = open_comparison(0.997);
  to_decide(comparison).verdict = Verdict::equivalent;
  EXPECT_THAT(
      prospect_in_words(comparison, {}),
      HasSubstr("if the truth is 0.30 % faster, as estimated, a budget of about 4.1 min (12 "
                "times as many pairs) would show them to be equivalent."));
  comparison.ratio = 1;
  EXPECT_THAT(prospect_in_words(comparison, {}), HasSubstr("if there is none, as estimated, "));
  comparison.metric = "peak_rss";
  comparison.ratio = 1.003;
  EXPECT_THAT(prospect_in_words(comparison, {}), HasSubstr("if the truth is 0.30 % more, "));
}

TEST(ProspectInWords, OfWhatNobodyWaitsForNamesWhatHelps) {
  Comparison comparison = open_comparison(1.0101);
  to_decide(comparison) = {
      .verdict = Verdict::regression, .pairs = 123'456'789, .seconds = 25e6, .is_feasible = false};
  const std::string text = prospect_in_words(comparison, {});
  EXPECT_THAT(text,
              HasSubstr("a budget of about 290 days (1.2 M times as many pairs) would be needed"));
  EXPECT_THAT(text, HasSubstr("a quieter machine, a larger --margin or longer runs help more."));
}

TEST(ProspectInWords, OfFixedRunsSaysHowMany) {
  PlanSummary plan;
  plan.runs = 100;
  const std::string text = prospect_in_words(open_comparison(1.016), plan);
  EXPECT_THAT(text, HasSubstr("--runs 1240 (about 4.1 min) would call it."));
  EXPECT_THAT(text, Not(HasSubstr("budget")));
}

TEST(ProspectInWords, OfMoreRunsThanThereCanBeNamesNoOption) {
  PlanSummary plan;
  plan.runs = 100;
  Comparison comparison = open_comparison(1.0101);
  to_decide(comparison) = {
      .verdict = Verdict::regression, .pairs = 123'456'789, .seconds = 25e6, .is_feasible = false};
  const std::string text = prospect_in_words(comparison, plan);
  EXPECT_THAT(text, HasSubstr("120 M runs (about 290 days) would be needed"));
  EXPECT_THAT(text, Not(HasSubstr("--runs")));
}

TEST(ProspectInWords, OfWhatGoesOnUntilDecidedNamesNoBudget) {
  PlanSummary plan;
  plan.until_decided = true;
  EXPECT_THAT(prospect_in_words(open_comparison(1.016), plan),
              HasSubstr(", about 4.1 min (12 times as many pairs) would call it."));
}

TEST(ProspectInWords, SaysWhyItIsNotKnown) {
  Comparison comparison = open_comparison(1);
  const Absent few{"3 pairs can never decide at alpha 0.05; 6 can"};
  comparison.prospect = Prospect{few, few};
  EXPECT_EQ(prospect_in_words(comparison, {}),
            "What difference it would have seen cannot be said: 3 pairs can never decide at alpha "
            "0.05; 6 can.");
  comparison.prospect = Prospect{Detectable{.ratio = 1.025}, Absent{"it lies at an edge"}};
  EXPECT_THAT(prospect_in_words(comparison, {}),
              HasSubstr("; what would decide it cannot be said: it lies at an edge."));
  comparison.prospect.reset();
  EXPECT_EQ(prospect_in_words(comparison, {}), "");
}

TEST(RoughTime, HasTheLargestUnitThatLeavesTwo) {
  EXPECT_EQ(rough_time(0.034), "0.034 s");
  EXPECT_EQ(rough_time(119), "120 s");
  EXPECT_EQ(rough_time(121), "2 min");
  EXPECT_EQ(rough_time(3 * 3600), "3 h");
  EXPECT_EQ(rough_time(3.33 * 86400), "3.3 days");
  EXPECT_EQ(rough_time(1e9), "32 years");
}

}  // namespace
}  // namespace hone::reports
