// What hone tells about this machine's PMU, to users with and without permission.
#include <cerrno>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/counters/pmu_probe.hpp"

namespace hone::collect {
namespace {

using ::testing::HasSubstr;

TEST(EmulatedProbe, CyclesAndInstructionsCount) {
  EXPECT_TRUE(probe_pmu().available);
  EXPECT_EQ(probe_pmu().reason, "cycles and instructions count");
}

TEST(EmulatedProbe, RefusalNamesTheSettingAndTheRemedy) {
  EXPECT_EQ(try_to_open({.exclude_kernel = true, .exclude_hv = true}), EACCES);  // cycles
  EXPECT_FALSE(probe_pmu().available);
  EXPECT_THAT(probe_pmu().reason, HasSubstr("perf_event_paranoid is 3"));
  EXPECT_EQ(probe_pmu().remedy, "sudo sysctl kernel.perf_event_paranoid=2");
}

}  // namespace
}  // namespace hone::collect
