#include "analyzers/diagnose/rules/contradicted_signature.hpp"

#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

VariantReport counted(const std::string& name, std::optional<double> misses) {
  VariantReport variant;
  variant.name = name;
  if (misses) {
    MetricSummary summary;
    summary.value = *misses;
    variant.metrics["l1d_misses"] = summary;
  } else {
    variant.metrics["l1d_misses"] = Absent{"no such counter"};
  }
  return variant;
}

std::vector<Finding> judge_signature(Trend trend, double factor, std::optional<double> baseline,
                                     std::optional<double> variant) {
  SubjectReport report;
  report.technique = "blocking";
  report.expectations.push_back({.variant = "blocked",
                                 .metric = "l1d_misses",
                                 .trend = trend,
                                 .factor = factor,
                                 .because = "a block stays in the cache"});
  report.variants = {counted("naive", baseline), counted("blocked", variant)};
  return contradicted_signature(report);
}

TEST(ContradictedSignature, AFallThatIsTooSmallIsTold) {
  const std::vector<Finding> findings = judge_signature(Trend::falls, 2, 100, 60);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "contradicted_signature");
  EXPECT_EQ(findings[0].text,
            "blocked: L1d misses should fall at least 2-fold (a block stays in the cache), but did "
            "not");
  EXPECT_EQ(findings[0].evidence, (std::vector<std::string>{"naive 100", "blocked 60"}));
  EXPECT_EQ(findings[0].technique, "blocking");
}

TEST(ContradictedSignature, AFallMayBeAsLargeAsItLikes) {
  EXPECT_TRUE(judge_signature(Trend::falls, 2, 100, 10).empty());
  EXPECT_TRUE(judge_signature(Trend::falls, 2, 100, 0).empty());
}

TEST(ContradictedSignature, AFallByExactlyTheFactorIsEnough) {
  EXPECT_TRUE(judge_signature(Trend::falls, 2, 100, 50).empty());
}

TEST(ContradictedSignature, NothingThatStaysNothingDidNotFall) {
  EXPECT_EQ(judge_signature(Trend::falls, 2, 0, 0).size(), 1U);
  EXPECT_EQ(judge_signature(Trend::falls, 1, 100, 100).size(), 1U);
}

TEST(ContradictedSignature, ARiseThatIsTooSmallIsTold) {
  const std::vector<Finding> findings = judge_signature(Trend::rises, 3, 100, 299);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].text.find("should rise at least 3-fold"), std::string::npos);
}

TEST(ContradictedSignature, ARiseByTheFactorOrMoreIsAsExpected) {
  EXPECT_TRUE(judge_signature(Trend::rises, 3, 100, 300).empty());
  EXPECT_TRUE(judge_signature(Trend::rises, 3, 0, 1).empty());
}

TEST(ContradictedSignature, NothingThatStaysNothingDidNotRise) {
  EXPECT_EQ(judge_signature(Trend::rises, 3, 0, 0).size(), 1U);
}

TEST(ContradictedSignature, AChangeEitherWayIsToldWhereNoneIsExpected) {
  EXPECT_EQ(judge_signature(Trend::unchanged, 1.5, 100, 151).size(), 1U);
  const std::vector<Finding> findings = judge_signature(Trend::unchanged, 1.5, 151, 100);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].text.find("should stay within 1.5-fold"), std::string::npos);
}

TEST(ContradictedSignature, AChangeWithinTheFactorIsNone) {
  EXPECT_TRUE(judge_signature(Trend::unchanged, 1.5, 100, 150).empty());
  EXPECT_TRUE(judge_signature(Trend::unchanged, 1.5, 150, 100).empty());
  EXPECT_TRUE(judge_signature(Trend::unchanged, 1.5, 0, 0).empty());
}

TEST(ContradictedSignature, WhatWasNotCountedContradictsNothing) {
  EXPECT_TRUE(judge_signature(Trend::falls, 2, std::nullopt, 100).empty());
  EXPECT_TRUE(judge_signature(Trend::falls, 2, 100, std::nullopt).empty());
}

TEST(ContradictedSignature, AVariantThatDidNotRunContradictsNothing) {
  SubjectReport report;
  report.expectations.push_back({"left out", "l1d_misses", Trend::falls, 2, "it is smaller"});
  report.variants = {counted("naive", 100), counted("blocked", 100)};
  EXPECT_TRUE(contradicted_signature(report).empty());
}

TEST(ContradictedSignature, AMetricThatIsNotKnownIsCalledByItsId) {
  SubjectReport report;
  report.expectations.push_back({"new", "prophecies", Trend::falls, 2, "a later hone said so"});
  report.variants.resize(2);
  report.variants[1].name = "new";
  for (VariantReport& variant : report.variants) variant.metrics["prophecies"] = MetricSummary{};
  ASSERT_EQ(contradicted_signature(report).size(), 1U);
  EXPECT_TRUE(contradicted_signature(report)[0].text.starts_with("new: prophecies should fall"));
}

TEST(ContradictedSignature, WithoutAnExpectationAnyCountWillDo) {
  SubjectReport report;
  report.variants = {counted("naive", 100), counted("blocked", 900)};
  EXPECT_TRUE(contradicted_signature(report).empty());
}

}  // namespace
}  // namespace hone::diagnose
