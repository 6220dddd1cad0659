#include "cli/plan/stat_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

StatOptions options_of(std::vector<std::string> command) {
  StatOptions options;
  options.command = std::move(command);
  return options;
}

TEST(StatPlan, OneCommandIsMeasuredAloneAndFromItsFirstRun) {
  StatOptions options = options_of({"ls", "-R", "a b"});
  options.runs = 7;
  const Plan plan = build_stat_plan(options).value();
  ASSERT_EQ(plan.subjects.size(), 1U);
  const Subject& subject = plan.subjects[0];
  EXPECT_EQ(subject.kind, SubjectKind::command);
  ASSERT_EQ(subject.variants.size(), 1U);
  EXPECT_THAT(subject.variants[0].launch.argv, ElementsAre("ls", "-R", "a b"));
  EXPECT_EQ(plan.runs, 7);
  EXPECT_EQ(plan.command.warmup, 0);
  EXPECT_TRUE(plan.command.ignore_failure);
  EXPECT_TRUE(plan.command.pass_errors_on);
}

TEST(StatPlan, RunsTheCommandNoMoreOftenThanAsked) {
  EXPECT_TRUE(build_stat_plan(options_of({"ls"}))->collectors.empty());
}

TEST(StatPlan, NameIsTheCommandAsOneWouldTypeIt) {
  const Plan plan = build_stat_plan(options_of({"sh", "-c", "kill $$"})).value();
  EXPECT_EQ(plan.subjects[0].variants[0].name, "sh -c 'kill $$'");
}

TEST(StatPlan, LastAssignmentOfAVariableCounts) {
  StatOptions options = options_of({"ls"});
  options.environment = {"A=1", "B=2", "A=3=4"};
  const Plan plan = build_stat_plan(options).value();
  EXPECT_THAT(plan.subjects[0].variants[0].launch.env,
              ElementsAre(std::pair("B", "2"), std::pair("A", "3=4")));
}

TEST(StatPlan, WhatCannotRunIsRefused) {
  EXPECT_THAT(build_stat_plan(options_of({})).error().what, HasSubstr("no command"));
  EXPECT_THAT(build_stat_plan(options_of({""})).error().what, HasSubstr("no command"));
  StatOptions options = options_of({"ls"});
  options.collect = "allocation";
  EXPECT_THAT(build_stat_plan(options).error().what, HasSubstr("unknown collector"));
}

}  // namespace
}  // namespace hone::cli
