#include "analyzers/derive/speed_range.hpp"

#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

// Samples of two variants in turn.
SubjectRun run_at(const std::vector<double>& speeds) {
  SubjectRun run;
  run.variants.resize(2);
  int unit = 0;
  for (const double speed : speeds) {
    Sample sample;
    sample.unit = unit;
    sample.values["frequency"] = Value{speed, Provenance::estimated};
    run.variants[static_cast<std::size_t>(unit++) % 2].samples.push_back(std::move(sample));
  }
  return run;
}

TEST(SpeedRange, IsOfTheSamplesOfAllVariants) {
  std::vector<double> speeds(20, 3e9);
  for (std::size_t run = 0; run < 8; ++run) speeds[run] = 2e9;
  EXPECT_EQ(speed_range(run_at(speeds)), (SpeedRange{.slow = 2e9, .fast = 3e9}));
}

TEST(SpeedRange, LeavesOutAFewThatAreFarOff) {
  std::vector<double> speeds(40, 3e9);
  speeds[7] = 1e9;
  EXPECT_EQ(speed_range(run_at(speeds)), (SpeedRange{.slow = 3e9, .fast = 3e9}));
}

TEST(SpeedRange, IsNotKnownFromFewerThanTenSamples) {
  EXPECT_FALSE(speed_range(run_at({})));
  EXPECT_FALSE(speed_range(run_at(std::vector<double>(9, 3e9))));
  EXPECT_TRUE(speed_range(run_at(std::vector<double>(10, 3e9))));
}

TEST(SpeedRange, IsNotKnownWithoutAGauge) {
  SubjectRun run;
  run.variants.resize(2);
  run.variants[0].samples.resize(20);
  EXPECT_FALSE(speed_range(run));
}

}  // namespace
}  // namespace hone::derive
