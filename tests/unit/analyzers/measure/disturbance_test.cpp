#include "analyzers/measure/disturbance.hpp"

#include <gtest/gtest.h>

namespace hone::measure {
namespace {

constexpr double usual = 3e9;

TEST(DisturbanceRule, UsualUnitsStay) {
  DisturbanceRule rule;
  for (int unit = 0; unit < 50; ++unit) EXPECT_FALSE(rule.judge(usual, 0.01));
}

TEST(DisturbanceRule, NothingIsKnownToBeUsualAtFirst) {
  DisturbanceRule rule;
  EXPECT_FALSE(rule.judge(usual, {}));
  EXPECT_FALSE(rule.judge(usual / 2, {}));
}

TEST(DisturbanceRule, AnUnusuallySlowCoreIsLeftOut) {
  DisturbanceRule rule;
  for (int unit = 0; unit < 10; ++unit) rule.judge(usual, {});
  EXPECT_EQ(rule.judge(0.7 * usual, {}), Disturbance::slow_core);
  EXPECT_FALSE(rule.judge(0.9 * usual, {}));
}

TEST(DisturbanceRule, StealIsLeftOut) {
  DisturbanceRule rule;
  for (int unit = 0; unit < 10; ++unit) rule.judge(usual, 0.0);
  EXPECT_EQ(rule.judge(usual, 0.2), Disturbance::steal);
}

TEST(DisturbanceRule, AtMostAQuarterIsLeftOut) {
  DisturbanceRule rule;
  int dropped = 0;
  for (int unit = 0; unit < 100; ++unit) dropped += rule.judge(usual, 0.5) ? 1 : 0;
  EXPECT_EQ(dropped, 25);
}

TEST(DisturbanceRule, ASpeedThatChangedForGoodBecomesUsual) {
  DisturbanceRule rule;
  for (int unit = 0; unit < 100; ++unit) rule.judge(usual, {});
  int dropped = 0;
  for (int unit = 0; unit < 100; ++unit) dropped += rule.judge(usual / 2, {}) ? 1 : 0;
  EXPECT_LE(dropped, 11);
}

TEST(DisturbanceRule, WithoutAGaugeNothingIsLeftOut) {
  DisturbanceRule rule;
  for (int unit = 0; unit < 50; ++unit) EXPECT_FALSE(rule.judge({}, {}));
}

}  // namespace
}  // namespace hone::measure
