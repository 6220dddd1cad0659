#include "analyzers/collect/machine/core_speed.hpp"

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

// Wide enough for any core and any disturbance: what is tested is the unit.
TEST(CoreSpeed, IsAPlausibleFrequency) {
  const double hertz = core_frequency();
  EXPECT_GT(hertz, 1e7);
  EXPECT_LT(hertz, 1e10);
}

}  // namespace
}  // namespace hone::collect
