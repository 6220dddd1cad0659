#include "analyzers/diagnose/rules/unsteady_core.hpp"

#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

std::vector<Finding> judge(const std::vector<double>& speeds) {
  SubjectRun run;
  run.variants.resize(2);
  int unit = 0;
  for (const double speed : speeds) {
    Sample sample;
    sample.unit = unit;
    sample.values["frequency"] = Value{speed, Provenance::estimated};
    run.variants[static_cast<std::size_t>(unit++) % 2].samples.push_back(std::move(sample));
  }
  return unsteady_core({Subject{}, run, SubjectReport{}});
}

TEST(UnsteadyCore, ASteadyOneIsNotWorthAWord) {
  EXPECT_TRUE(judge(std::vector<double>(20, 3e9)).empty());
}

TEST(UnsteadyCore, AFewSlowRunsAreNotAChangeOfSpeed) {
  std::vector<double> speeds(40, 3e9);
  speeds[7] = 1e9;
  EXPECT_TRUE(judge(speeds).empty());
}

TEST(UnsteadyCore, TwoSpeedsAreTold) {
  std::vector<double> speeds(20, 3e9);
  for (std::size_t run = 0; run < 8; ++run) speeds[run] = 2e9;
  const std::vector<Finding> findings = judge(speeds);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].evidence.at(0), "one run in ten below 2.00 GHz, one above 3.00 GHz");
  EXPECT_FALSE(findings[0].is_failure);
}

TEST(UnsteadyCore, WithoutAGaugeNothingIsKnown) { EXPECT_TRUE(judge({}).empty()); }

}  // namespace
}  // namespace hone::diagnose
