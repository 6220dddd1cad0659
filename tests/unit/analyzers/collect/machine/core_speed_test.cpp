#include "analyzers/collect/machine/core_speed.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

// Wide enough for any core and any disturbance: what is tested is the unit.
TEST(CoreSpeed, IsAPlausibleFrequency) {
  double hertz = 0;
  for (int attempt = 0; attempt < 1000 && hertz == 0; ++attempt) hertz = core_frequency();
  EXPECT_GT(hertz, 1e7);
  EXPECT_LT(hertz, 1e10);
}

TEST(CoreSpeed, IsThatOfTheTwoShortestChainsWhereTheyAgree) {
  EXPECT_DOUBLE_EQ(agreed_frequency(std::vector{1.02e-5, 1e-5}, 3e4).value(), 3e9);
  EXPECT_DOUBLE_EQ(agreed_frequency(std::vector{9e-5, 1e-5, 4e-5, 1.01e-5}, 3e4).value(), 3e9);
}

TEST(CoreSpeed, OfADisturbedGaugeIsNone) {
  EXPECT_FALSE(agreed_frequency(std::vector{1e-5}, 3e4)) << "nothing agrees with it";
  EXPECT_FALSE(agreed_frequency(std::vector{1e-5, 5e-5}, 3e4));
  EXPECT_FALSE(agreed_frequency(std::vector{5e-5, 7e-5, 1e-5, 1.1e-5}, 3e4));
  EXPECT_FALSE(agreed_frequency({}, 3e4));
}

TEST(SpeedLimits, AreThoseThatTheKernelSetsTheClockBy) {
  const SpeedLimits limits = speed_limits("800000\n", "4200000\n", "cpu MHz\t\t: 1200.000\n");
  EXPECT_NEAR(limits.least, 0.72e9, 1);
  EXPECT_NEAR(limits.most, 4.62e9, 1);
}

TEST(SpeedLimits, OfAVirtualMachineAreByItsNominalClock) {
  const SpeedLimits limits =
      speed_limits("", "", "processor\t: 0\ncpu MHz\t\t: 2095.990\ncache size\t: 1024 KB\n");
  EXPECT_GT(limits.least, 608e6) << "which a disturbed gauge once read here";
  EXPECT_LT(limits.least, 2.0e9);
  EXPECT_GT(limits.most, 4.5e9);
}

TEST(SpeedLimits, AreWideWhereNothingIsKnown) {
  EXPECT_EQ(speed_limits("", "", "processor : 0\n").least, 0);
  EXPECT_GE(speed_limits("", "", "").most, 1e10);
  EXPECT_EQ(speed_limits("none", "", "cpu MHz : fast\n").least, 0);
}

}  // namespace
}  // namespace hone::collect
