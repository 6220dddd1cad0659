#include "analyzers/diagnose/rules/left_behind.hpp"

#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

// A command for each count, named "a", "b", ..., with two runs.
std::vector<Finding> judge_left(const std::vector<unsigned>& left_behind) {
  SubjectReport report;
  for (const unsigned count : left_behind) {
    VariantReport variant;
    variant.name = static_cast<char>('a' + report.variants.size());
    variant.samples.resize(2);
    variant.left_behind = count;
    report.variants.push_back(std::move(variant));
  }
  return diagnose::left_behind(report);
}

TEST(LeftBehind, HasNothingToSayWhereNothingWas) { EXPECT_TRUE(judge_left({0, 0}).empty()); }

TEST(LeftBehind, TellsWhichCommandAndHowMuch) {
  const std::vector<Finding> findings = judge_left({0, 4, 1});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].rule, "left_processes_behind");
  EXPECT_EQ(findings[0].text,
            "b ended before processes that it had started; they were killed, and their time is "
            "not in its own");
  ASSERT_EQ(findings[0].evidence.size(), 1U);
  EXPECT_EQ(findings[0].evidence[0], "4 processes in 2 runs");
  EXPECT_EQ(findings[1].text.substr(0, 2), "c ");
  EXPECT_EQ(findings[1].evidence[0], "1 process in 2 runs");
}

TEST(LeftBehind, IsNoFailure) { EXPECT_FALSE(judge_left({1})[0].is_failure); }

}  // namespace
}  // namespace hone::diagnose
