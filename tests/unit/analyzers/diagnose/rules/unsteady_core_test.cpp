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

// Pairs that were each on one of two CPUs.
SubjectReport report_of_cpus(double first, double second) {
  SubjectReport report;
  report.core_speed = SpeedRange{.slow = 2e9, .fast = 3e9};
  report.placement = Placement{true, {0, 1}, {}, ""};
  report.variants.resize(1);
  for (int unit = 0; unit < 10; ++unit) {
    Sample sample;
    sample.cpu = unit % 2;
    const double drift = unit < 2 ? 2e9 : 0;
    sample.values["frequency"] = Value{drift + (unit % 2 == 0 ? first : second)};
    report.variants[0].samples.push_back(std::move(sample));
  }
  return report;
}

TEST(UnsteadyCore, CpusOfDifferentSpeedAreToldFromOneThatChanges) {
  const std::vector<Finding> different = unsteady_core(report_of_cpus(3e9, 2e9));
  ASSERT_EQ(different.size(), 1U);
  EXPECT_EQ(different[0].evidence.at(0), "CPU 1 at 2.00 GHz, CPU 0 at 3.00 GHz (medians)");
  const std::vector<Finding> changing = unsteady_core(report_of_cpus(3e9, 3e9));
  ASSERT_EQ(changing.size(), 1U);
  EXPECT_EQ(changing[0].evidence.at(0), "one run in ten below 2.00 GHz, one above 3.00 GHz");
}

TEST(UnsteadyCore, WithoutAGaugeNothingIsKnown) { EXPECT_TRUE(judge_speed(std::nullopt).empty()); }

}  // namespace
}  // namespace hone::diagnose
