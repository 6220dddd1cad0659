#include "analyzers/collect/counters/perf_math.hpp"

#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

// Bytes in hexadecimal; a line that begins with # is a comment.
Bytes fixture(const std::string& name) {
  std::ifstream file(std::string(HONE_FIXTURES) + "/perf/" + name);
  EXPECT_TRUE(file) << name;
  Bytes bytes;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    words >> std::hex;
    for (unsigned byte = 0; words >> byte;) bytes.push_back(static_cast<std::byte>(byte));
  }
  return bytes;
}

Bytes words(const std::vector<std::uint64_t>& values) {
  const auto* first = reinterpret_cast<const std::byte*>(values.data());
  return {first, first + values.size() * sizeof values[0]};
}

// --- reading ---

TEST(GroupReading, GivesEachCounterWithTheGroupsTimes) {
  const Bytes buffer = fixture("core_group_before.hex");
  ASSERT_EQ(buffer.size(), GroupReading::bytes(6));
  const Result<GroupReading> group = GroupReading::parse(buffer);
  ASSERT_TRUE(group.ok()) << group.error().what;
  ASSERT_EQ(group->size(), 6U);
  EXPECT_EQ(group->counter(0), (CounterReading{1488000, 1000000, 496000}));
  EXPECT_EQ(group->counter(5), (CounterReading{8928, 1000000, 496000}));
  EXPECT_EQ(group->id(0), 101U);
  EXPECT_EQ(group->id(5), 106U);
}

TEST(GroupReading, GroupsThatTakeTurnsAreScaledToTheWholeTime) {
  const Bytes before = fixture("core_group_before.hex");
  const Bytes after = fixture("core_group_after.hex");
  const GroupReading first = *GroupReading::parse(before);
  const GroupReading last = *GroupReading::parse(after);
  const std::vector<double> expected{120e6, 240e6, 48e6, 480e3, 72e6, 720e3};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const CounterReading counted = difference(first.counter(i), last.counter(i));
    ASSERT_TRUE(scaled_count(counted).has_value());
    EXPECT_DOUBLE_EQ(*scaled_count(counted), expected[i]) << i;
    EXPECT_DOUBLE_EQ(*counted_share(counted), 0.4) << i;
  }
}

TEST(GroupReading, RecordedGroupCountsTheLoopItWasRecordedBeside) {
  const Bytes before = fixture("armv8_group_before.hex");
  const Bytes after = fixture("armv8_group_after.hex");
  const GroupReading first = *GroupReading::parse(before);
  const GroupReading last = *GroupReading::parse(after);
  ASSERT_EQ(last.size(), 7U);
  for (std::size_t i = 0; i < last.size(); ++i) {
    EXPECT_EQ(first.id(i), last.id(i));
    const CounterReading counted = difference(first.counter(i), last.counter(i));
    EXPECT_NEAR(*counted_share(counted), 0.5, 0.01);
    EXPECT_NEAR(*scaled_count(counted) / 160e6, 1, 0.01) << i;
  }
}

TEST(GroupReading, TheOtherTurnsAreTheOtherGroups) {
  const Bytes buffer = fixture("llc_group_after.hex");
  const CounterReading misses = GroupReading::parse(buffer)->counter(1);
  EXPECT_NEAR(*counted_share(misses), 0.5977, 1e-4);
  EXPECT_NEAR(*scaled_count(misses), 30000 / 0.5977, 10);
}

TEST(GroupReading, AGroupThatFoundNoRoomHasNoCounts) {
  const Bytes buffer = fixture("never_scheduled.hex");
  const GroupReading group = *GroupReading::parse(buffer);
  for (std::size_t i = 0; i < group.size(); ++i) {
    EXPECT_FALSE(scaled_count(group.counter(i)).has_value());
    EXPECT_FALSE(counted_share(group.counter(i)).has_value());
  }
}

TEST(GroupReading, AnEmptyGroupIsAGroup) {
  const Bytes buffer = words({0, 7, 7});
  ASSERT_TRUE(GroupReading::parse(buffer).ok());
  EXPECT_EQ(GroupReading::parse(buffer)->size(), 0U);
}

TEST(GroupReading, WhatIsShortLongOrLyingIsAnError) {
  const Bytes whole = fixture("core_group_before.hex");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(GroupReading::parse(std::span(whole).first(size)).ok()) << size;
  }
  Bytes longer = whole;
  longer.resize(whole.size() + 16);
  EXPECT_FALSE(GroupReading::parse(longer).ok());
  EXPECT_FALSE(GroupReading::parse(words({2, 1, 1, 5, 1})).ok());
  EXPECT_FALSE(GroupReading::parse(words({most, 1, 1, 5, 1})).ok());
  EXPECT_FALSE(GroupReading::parse(words({std::uint64_t{1} << 63, 1, 1})).ok());
}

TEST(SingleReading, IsValueAndTimes) {
  const Bytes buffer = words({11, 22, 33});
  const Result<CounterReading> reading = parse_single_reading(buffer);
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(*reading, (CounterReading{11, 22, 33}));
  EXPECT_FALSE(parse_single_reading(std::span(buffer).first(16)).ok());
  EXPECT_FALSE(parse_single_reading({}).ok());
  EXPECT_FALSE(parse_single_reading(words({1, 2, 3, 4})).ok());
}

// --- differences and scaling ---

TEST(Difference, SurvivesAWrap) {
  const CounterReading counted = difference({most - 9, most, most - 1}, {10, 4, 1});
  EXPECT_EQ(counted, (CounterReading{20, 5, 3}));
}

TEST(ScaledCount, IsExactWithoutTurns) {
  EXPECT_EQ(scaled_count({9'007'199'254'740'991, 1000, 1000}), 9'007'199'254'740'991.0);
  EXPECT_EQ(counted_share({5, 1000, 1000}), 1.0);
}

TEST(ScaledCount, ACountOfZeroIsACount) { EXPECT_EQ(scaled_count({0, 1000, 1000}), 0.0); }

TEST(ScaledCount, NeverRunningIsNoCountWhateverTheValue) {
  EXPECT_FALSE(scaled_count({0, 1000, 0}).has_value());
  EXPECT_FALSE(scaled_count({0, 0, 0}).has_value());
  EXPECT_FALSE(scaled_count({7, 1000, 0}).has_value());
}

TEST(ScaledCount, DoesNotOverflowWithinAnHour) {
  const std::uint64_t hour = 3'600'000'000'000;
  const std::uint64_t cycles = 5 * hour;  // at 5 GHz: their product needs 86 bits
  EXPECT_DOUBLE_EQ(*scaled_count({cycles / 4, hour, hour / 4}), static_cast<double>(cycles));
  EXPECT_DOUBLE_EQ(*scaled_count({most, most, most / 2}), 2.0 * static_cast<double>(most));
}

TEST(ScaledCount, TimesThatDisagreeByAClockReadAreNoShareAboveOne) {
  EXPECT_EQ(counted_share({5, 999, 1000}), 1.0);
  EXPECT_EQ(scaled_count({5, 999, 1000}), 5.0);
}

// --- commands ---

constexpr std::uint64_t ms = 1'000'000;

TEST(CoversCpuTime, AllowsForTheWayInAndOut) {
  EXPECT_TRUE(covers_cpu_time({0, 290'000, 290'000}, 0.0004, 0));     // a program that does nothing
  EXPECT_TRUE(covers_cpu_time({0, 20 * ms, 20 * ms}, 0.008, 0.015));  // unmaps 40 MiB at its end
  EXPECT_TRUE(covers_cpu_time({0, 1000 * ms, 10 * ms}, 1.0, 0.01));   // shared the PMU
}

TEST(CoversCpuTime, SeesWhatTheKernelDidNotCount) {
  EXPECT_FALSE(covers_cpu_time({0, 6'000, 6'000}, 0, 0.001));           // setuid
  EXPECT_FALSE(covers_cpu_time({58, 600'000, 600'000}, 0.001, 0.002));  // a shell that runs one
  EXPECT_FALSE(covers_cpu_time({0, 800 * ms, 800 * ms}, 1.0, 0.01));
  EXPECT_FALSE(covers_cpu_time({0, 0, 0}, 0.001, 0));
}

// --- in user space ---

TEST(UserCount, AddsTheRegisterToTheKernelsSum) {
  EXPECT_EQ(user_count(5, 48, 1000), 1005U);
  EXPECT_EQ(user_count(5, 64, 1000), 1005U);
}

TEST(UserCount, TheRegisterIsSigned) {
  // The kernel starts a counter of 48 bits below 0, so that it overflows in time.
  const std::uint64_t half = std::uint64_t{1} << 47;
  EXPECT_EQ(user_count(half, 48, half), 0U);
  EXPECT_EQ(user_count(half + 12, 48, half), 12U);
  EXPECT_EQ(user_count((std::uint64_t{1} << 48) - 1, 48, 100), 99U);
}

TEST(UserCount, BitsAboveTheWidthAreNotMeant) {
  EXPECT_EQ(user_count(0xabcd'0000'0000'0007, 48, 1), 8U);
  EXPECT_EQ(user_count(0xffff'ffff'0000'0007, 32, 1), 8U);
}

TEST(UserCount, ASumThatWrapsWraps) { EXPECT_EQ(user_count(3, 48, most), 2U); }

TEST(ElapsedTime, FollowsTheKernelsFormula) {
  EXPECT_EQ(elapsed_ns(1000, 1 << 10, 10, 0), 1000U);
  EXPECT_EQ(elapsed_ns(3000, 1 << 9, 10, 7), 1507U);
  // 2.5 GHz for a day: ticks x mult would not fit.
  const std::uint64_t day = 86'400;
  EXPECT_NEAR(static_cast<double>(elapsed_ns(day * 2'500'000'000, 0x66666666, 32, 0)),
              static_cast<double>(day) * 1e9, 1e5);
}

TEST(ElapsedTime, AnOffsetMayBeNegative) {
  EXPECT_EQ(elapsed_ns(1000, 1 << 10, 10, most - 99), 900U);
}

}  // namespace
}  // namespace hone::collect
