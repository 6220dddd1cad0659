#include "analyzers/collect/machine/busy_cpus.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/collect/process/affinity.hpp"

namespace hone::collect {
namespace {

constexpr std::string_view stat =
    "cpu  1 1 1 1 1 1 1 1 1 1\n"
    "cpu0 10 1 5 100 4 1 1 2 8 0\n"
    "cpu1 20 0 5 200 10 0 0 5 0 0\n"
    "cpu11 7 7 7 7 7 7 7 7 0 0\n"
    "intr 123 0 9\n"
    "ctxt 5\n";

TEST(IdleTicks, AreTheSumOverTheCpusThatAreAskedFor) {
  const std::optional<IdleTicks> one = parse_idle_ticks(stat, {1});
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->all, 240);
  EXPECT_EQ(one->idle, 210);
  const std::optional<IdleTicks> two = parse_idle_ticks(stat, {0, 1});
  ASSERT_TRUE(two.has_value());
  EXPECT_EQ(two->all, 240 + 124);
  EXPECT_EQ(two->idle, 210 + 104);
}

TEST(IdleTicks, AreUnknownWhereACpuIsNotThere) {
  EXPECT_FALSE(parse_idle_ticks(stat, {0, 2}).has_value());
  EXPECT_FALSE(parse_idle_ticks("", {0}).has_value());
  EXPECT_FALSE(parse_idle_ticks(stat, {}).has_value());
  EXPECT_FALSE(parse_idle_ticks("cpu0 1 2 three 4 5 6 7 8\n", {0}).has_value());
}

TEST(BusyBetween, IsTheShareThatWasNotIdleTimesTheCpus) {
  EXPECT_EQ(busy_between({100, 50}, {300, 100}, 2), 1.5);
  EXPECT_EQ(busy_between({100, 50}, {300, 250}, 2), 0);
  EXPECT_EQ(busy_between({100, 50}, {100, 50}, 2), std::nullopt);
  EXPECT_EQ(busy_between({100, 50}, {300, 40}, 2), 2);  // the kernel takes idle time back at times
}

TEST(BusyCpus, AreNoMoreThanThoseOfThisMachine) {
  const std::vector<int>& cpus = home_cpus();
  const std::optional<double> busy = busy_cpus(cpus, std::chrono::milliseconds(50));
  if (!busy) GTEST_SKIP() << "the kernel tells no CPU times, or counted none";
  EXPECT_GE(*busy, 0);
  EXPECT_LE(*busy, static_cast<double>(cpus.size()));
}

}  // namespace
}  // namespace hone::collect
