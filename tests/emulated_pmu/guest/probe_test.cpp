// What hone tells about this machine's PMU, to users with and without permission.
#include "analyzers/collect/pmu_probe.hpp"

#include <cerrno>
#include <cstdint>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using ::testing::HasSubstr;

PmuStatus status() {
  std::int64_t paranoid = -99;
  std::ifstream("/proc/sys/kernel/perf_event_paranoid") >> paranoid;
  return describe_pmu(probe_cycles(), probe_instructions(), paranoid, /*is_virtual=*/true);
}

TEST(EmulatedProbe, CyclesAndInstructionsCount) {
  EXPECT_TRUE(status().available);
  EXPECT_EQ(status().reason, "cycles and instructions count");
}

TEST(EmulatedProbe, RefusalNamesTheSettingAndTheRemedy) {
  const CounterProbe cycles = probe_cycles();
  EXPECT_EQ(cycles.state, CounterState::refused);
  EXPECT_EQ(cycles.error, EACCES);
  EXPECT_FALSE(status().available);
  EXPECT_THAT(status().reason, HasSubstr("perf_event_paranoid is 3"));
  EXPECT_EQ(status().remedy, "sudo sysctl kernel.perf_event_paranoid=2");
}

}  // namespace
}  // namespace hone::collect
