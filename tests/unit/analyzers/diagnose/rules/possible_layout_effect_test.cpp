#include "analyzers/diagnose/rules/possible_layout_effect.hpp"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/analyzers/diagnose/rules/compared.hpp"

namespace hone::diagnose {
namespace {

std::vector<Finding> judge_layout(Verdict verdict, std::optional<double> ratio,
                                  const std::string& metric = "wall_time") {
  SubjectReport report;
  report.comparisons = {compared(metric, ratio, verdict)};
  return possible_layout_effect(report);
}

TEST(PossibleLayoutEffect, ASmallGainMayBeOne) {
  const std::vector<Finding> findings = judge_layout(Verdict::improvement, 0.995);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "possible_layout_effect");
  EXPECT_TRUE(findings[0].text.starts_with("new differs by less than 1 %"));
  EXPECT_EQ(findings[0].evidence, std::vector<std::string>{"ratio 0.99500"});
  EXPECT_EQ(findings[0].confidence, Confidence::possible);
  EXPECT_FALSE(findings[0].is_failure);
}

TEST(PossibleLayoutEffect, ASmallLossMayBeOne) {
  EXPECT_EQ(judge_layout(Verdict::regression, 1.005).size(), 1U);
}

TEST(PossibleLayoutEffect, ALargeDifferenceIsNone) {
  EXPECT_TRUE(judge_layout(Verdict::improvement, 0.9).empty());
  EXPECT_TRUE(judge_layout(Verdict::regression, 1.1).empty());
}

TEST(PossibleLayoutEffect, TheBorderIsOnePercentEitherWay) {
  EXPECT_EQ(judge_layout(Verdict::regression, 1.0100).size(), 1U);  // ln 1.01 is less than 0.01
  EXPECT_TRUE(judge_layout(Verdict::regression, 1.0102).empty());
  EXPECT_EQ(judge_layout(Verdict::improvement, 0.9902).size(), 1U);
  EXPECT_TRUE(judge_layout(Verdict::improvement, 0.9900).empty());
}

TEST(PossibleLayoutEffect, WhereNoDifferenceWasFoundThereIsNothingToDoubt) {
  EXPECT_TRUE(judge_layout(Verdict::equivalent, 1.001).empty());
  EXPECT_TRUE(judge_layout(Verdict::inconclusive, 1.001).empty());
}

TEST(PossibleLayoutEffect, CountsDoNotDependOnPlacement) {
  EXPECT_TRUE(judge_layout(Verdict::improvement, 0.995, "instructions").empty());
}

TEST(PossibleLayoutEffect, AnUnknownMetricIsNoTime) {
  EXPECT_TRUE(judge_layout(Verdict::improvement, 0.995, "requests").empty());
}

TEST(PossibleLayoutEffect, WithoutARatioNothingIsSmall) {
  EXPECT_TRUE(judge_layout(Verdict::regression, std::nullopt).empty());
}

}  // namespace
}  // namespace hone::diagnose
