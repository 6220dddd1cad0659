#include "analyzers/measure/schedule.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <gtest/gtest.h>

namespace hone::measure {
namespace {

TEST(Schedule, EveryRoundHoldsEveryVariantOnce) {
  const UnitOrder order = draw_unit(1, "memory/arena", 0, {0, 2, 5}, 7);
  ASSERT_EQ(order.rounds.size(), 7U);
  for (std::vector<std::size_t> round : order.rounds) {
    std::sort(round.begin(), round.end());
    EXPECT_EQ(round, (std::vector<std::size_t>{0, 2, 5}));
  }
}

TEST(Schedule, BothOrdersOfAPairAreEquallyLikely) {
  int baseline_first = 0;
  const int units = 10000;
  for (int unit = 0; unit < units; ++unit) {
    baseline_first += draw_unit(1, "memory/arena", unit, {0, 1}, 1).rounds[0][0] == 0 ? 1 : 0;
  }
  EXPECT_NEAR(baseline_first, units / 2, 4 * 50);  // four standard deviations
}

TEST(Schedule, TheCpuDoesNotDependOnWhichVariantIsFirst) {
  std::map<std::pair<std::uint64_t, std::size_t>, int> seen;  // of two CPUs and two orders
  const int units = 10000;
  for (int unit = 0; unit < units; ++unit) {
    const UnitOrder order = draw_unit(1, "compare", unit, {0, 1}, 1);
    ++seen[{order.cpu % 2, order.rounds[0][0]}];
  }
  ASSERT_EQ(seen.size(), 4U);
  for (const auto& [what, times] : seen) {
    EXPECT_NEAR(times, units / 4, 4 * 43);  // four standard deviations
  }
}

TEST(Schedule, TheCpuIsDrawnAgainFromTheSameSeed) {
  EXPECT_EQ(draw_unit(7, "compare", 3, {0, 1}, 1).cpu, draw_unit(7, "compare", 3, {0, 1}, 1).cpu);
  EXPECT_NE(draw_unit(7, "compare", 3, {0, 1}, 1).cpu, draw_unit(8, "compare", 3, {0, 1}, 1).cpu);
  EXPECT_NE(draw_unit(7, "compare", 3, {0, 1}, 1).cpu, draw_unit(7, "compare", 4, {0, 1}, 1).cpu);
}

TEST(Schedule, SeedSubjectAndUnitEachChangeTheDraw) {
  const auto paddings = [](std::uint64_t seed, const char* key, int first) {
    std::vector<std::size_t> drawn;
    for (int unit = first; unit < first + 4; ++unit) {
      drawn.push_back(draw_unit(seed, key, unit, {0, 1}, 1).padding);
    }
    return drawn;
  };
  EXPECT_EQ(paddings(1, "a", 0), paddings(1, "a", 0));
  EXPECT_NE(paddings(1, "a", 0), paddings(2, "a", 0));
  EXPECT_NE(paddings(1, "a", 0), paddings(1, "b", 0));
  EXPECT_NE(paddings(1, "a", 0), paddings(1, "a", 1));
}

}  // namespace
}  // namespace hone::measure
