#include "analyzers/diagnose/rules/unsteady_core.hpp"

#include <optional>

#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

std::vector<Finding> judge_speed(std::optional<SpeedRange> speed) {
  SubjectReport report;
  report.core_speed = speed;
  return unsteady_core(report);
}

TEST(UnsteadyCore, ASteadyOneIsNotWorthAWord) {
  EXPECT_TRUE(judge_speed(SpeedRange{.slow = 3e9, .fast = 3e9}).empty());
  EXPECT_TRUE(judge_speed(SpeedRange{.slow = 3e9, .fast = 3.1e9}).empty());
}

TEST(UnsteadyCore, TwoSpeedsAreTold) {
  const std::vector<Finding> findings = judge_speed(SpeedRange{.slow = 2e9, .fast = 3e9});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].evidence.at(0), "one run in ten below 2.00 GHz, one above 3.00 GHz");
  EXPECT_FALSE(findings[0].is_failure);
}

TEST(UnsteadyCore, WithoutAGaugeNothingIsKnown) { EXPECT_TRUE(judge_speed(std::nullopt).empty()); }

}  // namespace
}  // namespace hone::diagnose
