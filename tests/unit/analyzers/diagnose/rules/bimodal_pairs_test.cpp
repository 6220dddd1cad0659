#include "analyzers/diagnose/rules/bimodal_pairs.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/analyzers/diagnose/rules/compared.hpp"

namespace hone::diagnose {
namespace {

// 45 of 100 pairs have the one ratio, the others the other.
SubjectReport with_ratios(double of_45, double of_55) {
  SubjectReport report;
  Comparison comparison = compared("cpu_time", of_55, Verdict::improvement);
  for (int i = 0; i < 100; ++i) {
    comparison.log_ratios.push_back(std::log(i % 20 < 9 ? of_45 : of_55));
  }
  report.comparisons = {comparison};
  return report;
}

TEST(BimodalPairs, BothGroupsAreTold) {
  const std::vector<Finding> findings = bimodal_pairs(with_ratios(0.25, 0.075));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "bimodal_pairs");
  EXPECT_EQ(findings[0].text,
            "the pairs of new and old fall into two groups: in 45 % of them the ratio is about "
            "0.25, in the others 0.075; no one figure describes both");
  EXPECT_EQ(findings[0].evidence, (std::vector<std::string>{"100 pairs by cpu_time"}));
  EXPECT_FALSE(findings[0].is_failure);
}

TEST(BimodalPairs, GroupsThatDisagreeAreSaidTo) {
  EXPECT_TRUE(bimodal_pairs(with_ratios(1.3, 0.7))[0].text.ends_with(
      "describes both, and they disagree: more in one, less in the other"));
  SubjectReport report = with_ratios(1.15, 1.005);
  report.comparisons[0].margin = 0.01;
  EXPECT_TRUE(bimodal_pairs(report)[0].text.ends_with(": more in one, as much in the other"));
}

TEST(BimodalPairs, NearGroupsAreNone) {
  EXPECT_TRUE(bimodal_pairs(with_ratios(1.09, 1)).empty());
  EXPECT_FALSE(bimodal_pairs(with_ratios(1.11, 1)).empty());
}

TEST(BimodalPairs, DifferentShapesHaveARuleOfTheirOwn) {
  SubjectReport report = with_ratios(0.25, 0.075);
  report.comparisons[0].other = OtherFigure{.ratio = 0.2};
  EXPECT_TRUE(bimodal_pairs(report).empty());
}

TEST(BimodalPairs, FewPairsHaveNone) {
  SubjectReport report = with_ratios(0.25, 0.075);
  report.comparisons[0].log_ratios.resize(39);
  EXPECT_TRUE(bimodal_pairs(report).empty());
}

}  // namespace
}  // namespace hone::diagnose
