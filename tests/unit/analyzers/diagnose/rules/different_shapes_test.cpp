#include "analyzers/diagnose/rules/different_shapes.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/analyzers/diagnose/rules/compared.hpp"

namespace hone::diagnose {
namespace {

SubjectReport with_other(Verdict verdict, const OtherFigure& other) {
  SubjectReport report;
  Comparison comparison = compared("wall_time", 1.019, verdict);
  comparison.interval = Interval{.lo = 1.009, .hi = 1.03};
  comparison.other = other;
  for (int i = 0; i < 100; ++i) comparison.log_ratios.push_back(i % 20 < 9 ? 0.1823 : 0.0);
  report.comparisons = {comparison};
  return report;
}

TEST(DifferentShapes, ATypicalRunAndAnAverageAreToldApart) {
  const std::vector<Finding> findings =
      different_shapes(with_other(Verdict::regression, {.ratio = 1.09,
                                                        .interval = Interval{.lo = 1.07, .hi = 1.1},
                                                        .verdict = Verdict::regression,
                                                        .declared = Verdict::regression}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].text,
            "in 45 % of its runs new is 20 % slower than in the others; the typical run of new is "
            "1.9 % slower, the average 9 % slower");
  EXPECT_EQ(findings[0].evidence,
            (std::vector<std::string>{"median of the pairs: ratio 1.0190 (1.0090 .. 1.0300)",
                                      "ratio of the means: ratio 1.0900 (1.0700 .. 1.1000)"}));
}

TEST(DifferentShapes, AVerdictThatOnlyOneOfThemHasIsNamedAsNone) {
  const std::vector<Finding> findings = different_shapes(
      with_other(Verdict::inconclusive,
                 {.ratio = 1.09, .verdict = Verdict::regression, .declared = Verdict::equivalent}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].text.ends_with(
      "a verdict on the typical run alone would be 'equivalent', on the average 'regression', so "
      "none is given (--estimand mean asks about the average)"));
}

TEST(DifferentShapes, OfAMeanTheMedianIsTheOther) {
  SubjectReport report = with_other(Verdict::regression, {.ratio = 1.003});
  report.comparisons[0].estimand = Estimand::mean;
  const std::vector<Finding> findings = different_shapes(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].text.ends_with("is 0.3 % slower, the average 1.9 % slower"));
}

TEST(DifferentShapes, OfDifferencesBothAreInTheUnit) {
  SubjectReport report;
  Comparison comparison = compared("drift", 1, Verdict::inconclusive);
  comparison.ratio.reset();
  comparison.difference =
      Difference{.estimate = -0.5, .interval = Interval{.lo = -0.75, .hi = -0.25}};
  comparison.difference->other = OtherDifference{
      .estimate = 4.25, .verdict = Verdict::regression, .declared = Verdict::improvement};
  for (int i = 0; i < 100; ++i) comparison.difference->pairs.push_back(i % 20 < 9 ? 10 : -0.5);
  report.comparisons = {comparison};
  const std::vector<Finding> findings = different_shapes(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(
      findings[0].text,
      "in 45 % of its runs the drift of new is 10.5 more than in the others; the drift of new "
      "is typically 0.5 less, on average 4.25 more: a verdict on the typical run alone would "
      "be 'improvement', on the average 'regression', so none is given (--estimand mean asks "
      "about the average)");
  EXPECT_EQ(findings[0].evidence,
            (std::vector<std::string>{"median of the pairs: -0.5 (-0.75 .. -0.25)",
                                      "mean of the differences: +4.25, of too few pairs for an "
                                      "interval"}));
}

TEST(DifferentShapes, LikeShapesSayNothing) {
  SubjectReport report;
  report.comparisons = {compared("wall_time", 1.1, Verdict::regression)};
  EXPECT_TRUE(different_shapes(report).empty());
}

}  // namespace
}  // namespace hone::diagnose
