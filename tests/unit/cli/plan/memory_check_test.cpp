// On the workloads of tests/subjects/misbehaving_workloads.cpp: test/crossing needs a mebibyte a
// block, in each of three processes, which have ten of their own.
#include "cli/plan/memory_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/plan/run_plan.hpp"

namespace hone::cli {
namespace {

using testing::HasSubstr;

constexpr double mebi = 1024.0 * 1024;

Plan plan_of(const std::string& sweep) {
  RunOptions options;
  options.selectors = {"test/crossing"};
  options.sweeps = {sweep};
  return *build_plan(options);
}

TEST(MemoryCheck, ProcessesOfAUnitNeedTheirMemoryTogether) {
  const collect::MemoryLimits limits{.machine = 330 * mebi};
  EXPECT_TRUE(check_memory(plan_of("blocks=1,100"), limits).ok());
  const auto refused = check_memory(plan_of("blocks=1,101"), limits);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().what,
            "test/crossing with blocks=101 colour=red needs about 333 MiB of memory for 3 "
            "processes side by side, and this machine has 330 MiB");
  EXPECT_EQ(refused.error().next, "choose smaller values with -p, or other workloads");
}

TEST(MemoryCheck, AnAddressSpaceIsOfOneProcess) {
  const collect::MemoryLimits limits{.machine = 1e12, .address_space = 110 * mebi};
  EXPECT_TRUE(check_memory(plan_of("blocks=100"), limits).ok());
  EXPECT_THAT(check_memory(plan_of("blocks=101"), limits).error().what,
              HasSubstr("111 MiB of memory a process, and a process may have (ulimit -v) 110 MiB"));
}

TEST(MemoryCheck, WhatIsNotSaidIsNotRefused) {
  RunOptions options;
  options.selectors = {"test/known_ratio"};
  const auto left_out = check_memory(*build_plan(options), {.machine = 1});
  ASSERT_TRUE(left_out.ok());
  EXPECT_TRUE(left_out.value().empty());
}

TEST(MemoryCheck, AmongOthersWhatDoesNotFitIsLeftOut) {
  RunOptions options;
  options.selectors = {"test/known_ratio", "test/crossing"};
  const Plan plan = *build_plan(options);
  const auto left_out = check_memory(plan, {.machine = mebi});
  ASSERT_TRUE(left_out.ok()) << left_out.error().what;
  ASSERT_EQ(left_out.value().size(), 1U);
  EXPECT_EQ(left_out.value()[0].subject, &plan.subjects[0]);
  EXPECT_EQ(left_out_text(left_out.value()[0]),
            "test/crossing with blocks=4 colour=red is left out: it needs about 42 MiB of memory "
            "for 3 processes side by side, and this machine has 1 MiB");
}

TEST(MemoryCheck, APlanOfWhichNothingIsLeftIsRefused) {
  RunOptions options;
  options.selectors = {"test/known_ratio", "test/crossing"};
  Plan plan = *build_plan(options);
  for (Subject& subject : plan.subjects) subject.memory_bytes = 2 * mebi;
  EXPECT_FALSE(check_memory(plan, {.machine = mebi}).ok());
}

}  // namespace
}  // namespace hone::cli
