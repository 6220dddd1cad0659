#include "analyzers/diagnose/rules/unread_output.hpp"

#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

TEST(UnreadOutput, TellsOnlyOfTheCommandThatDoesLess) {
  SubjectReport report;
  report.variants.resize(2);
  report.variants[0].name = "a";
  report.variants[1].name = "b";
  EXPECT_TRUE(unread_output(report).empty());
  report.variants[1].unread_output = UnreadOutput{.to_null = 12, .to_pipe = 3456};
  const std::vector<Finding> findings = unread_output(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "unread_output");
  EXPECT_EQ(findings[0].text,
            "b does less when its output goes to /dev/null, so all runs here wrote into a pipe "
            "(--output null times it without)");
  ASSERT_EQ(findings[0].evidence.size(), 1U);
  EXPECT_EQ(findings[0].evidence[0],
            "a run read and wrote 12 bytes with /dev/null, 3456 with a pipe");
  EXPECT_FALSE(findings[0].is_failure);
}

}  // namespace
}  // namespace hone::diagnose
