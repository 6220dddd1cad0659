#include "analyzers/diagnose/rules/crowded_cpus.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

std::vector<Finding> judge_crowding(const Crowding& crowding) {
  SubjectReport report;
  report.crowding = crowding;
  return crowded_cpus(report);
}

TEST(CrowdedCpus, AreToldFromHalfOfEachCpuOn) {
  EXPECT_TRUE(judge_crowding({2, 2, 1.0}).empty());
  const std::vector<Finding> findings = judge_crowding({4, 2, 1.26});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "crowded_cpus");
  EXPECT_TRUE(findings[0].text.starts_with("verdicts on times are held back"));
  EXPECT_EQ(findings[0].evidence,
            (std::vector<std::string>{"4 threads on 2 CPUs, of which others kept 1.3 busy"}));
}

TEST(CrowdedCpus, AreNoneWhereNothingIsKnownOfOthers) {
  EXPECT_TRUE(crowded_cpus(SubjectReport{}).empty());
}

}  // namespace
}  // namespace hone::diagnose
