#include "analyzers/diagnose/rules/simulated_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

SubjectReport with_counts(const SimulatedCounts& counts) {
  SubjectReport report;
  report.variants.resize(2);
  report.variants[1].name = "vector";
  report.variants[1].simulated = counts;
  return report;
}

TEST(SimulatedCode, OfAnotherTargetIsTold) {
  const std::vector<Finding> findings =
      simulated_code(with_counts({.target = "AVX2", .timed_target = "AVX3", .runs = 9}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(
      findings[0].text,
      "the simulated counts of vector are of its code for AVX2, and the times are of its code "
      "for AVX3");
  EXPECT_EQ(findings[0].confidence, Confidence::certain);
}

TEST(SimulatedCode, ThatMayBeAnotherIsToldAsPossible) {
  const std::vector<Finding> findings =
      simulated_code(with_counts({.other_code = "90 % are of a.out"}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_THAT(findings[0].text, testing::HasSubstr("vector may be of other code"));
  EXPECT_EQ(findings[0].evidence.at(0), "90 % are of a.out");
  EXPECT_EQ(findings[0].confidence, Confidence::possible);
}

TEST(SimulatedCode, ThatWasTimedIsNoFinding) {
  EXPECT_TRUE(simulated_code(with_counts({.runs = 9})).empty());
  EXPECT_TRUE(simulated_code(with_counts({.target = "AVX2", .timed_target = "AVX2"})).empty());
  EXPECT_TRUE(simulated_code({}).empty());
}

}  // namespace
}  // namespace hone::diagnose
