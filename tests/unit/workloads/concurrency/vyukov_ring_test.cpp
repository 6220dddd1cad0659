#include "workloads/concurrency/vyukov_ring.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workloads/thread_team.hpp"

namespace hone::workloads {
namespace {

TEST(VyukovRing, rounds_its_capacity_up_to_a_power_of_two) {
  EXPECT_EQ(VyukovRing<int>(0).capacity(), 2U);
  EXPECT_EQ(VyukovRing<int>(1).capacity(), 2U);
  EXPECT_EQ(VyukovRing<int>(2).capacity(), 2U);
  EXPECT_EQ(VyukovRing<int>(5).capacity(), 8U);
  EXPECT_EQ(VyukovRing<int>(1024).capacity(), 1024U);
}

TEST(VyukovRing, is_empty_at_first) {
  VyukovRing<int> ring(4);
  int value = 17;
  EXPECT_FALSE(ring.try_pop(value));
  EXPECT_EQ(value, 17);
}

TEST(VyukovRing, takes_as_many_items_as_its_capacity) {
  VyukovRing<int> ring(4);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.try_push(i));
  EXPECT_FALSE(ring.try_push(4));
}

TEST(VyukovRing, gives_items_back_in_order) {
  VyukovRing<int> ring(4);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(ring.try_push(i));
  for (int i = 0; i < 4; ++i) {
    int value = -1;
    ASSERT_TRUE(ring.try_pop(value));
    EXPECT_EQ(value, i);
  }
  int value = -1;
  EXPECT_FALSE(ring.try_pop(value));
}

TEST(VyukovRing, keeps_the_order_over_many_laps) {
  VyukovRing<int> ring(4);
  int pushed = 0;
  int popped = 0;
  for (int lap = 0; lap < 100; ++lap) {  // 3 in, 3 out: begins each lap at another cell
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(ring.try_push(pushed++));
    for (int i = 0; i < 3; ++i) {
      int value = -1;
      ASSERT_TRUE(ring.try_pop(value));
      ASSERT_EQ(value, popped++);
    }
  }
}

TEST(VyukovRing, is_full_again_after_each_lap) {
  VyukovRing<int> ring(2);
  for (int lap = 0; lap < 10; ++lap) {
    ASSERT_TRUE(ring.try_push(1));
    ASSERT_TRUE(ring.try_push(2));
    ASSERT_FALSE(ring.try_push(3));
    int value = 0;
    ASSERT_TRUE(ring.try_pop(value));
    ASSERT_TRUE(ring.try_pop(value));
    ASSERT_FALSE(ring.try_pop(value));
  }
}

TEST(VyukovRing, carries_values_larger_than_a_word_whole) {
  using Wide = std::array<std::uint64_t, 8>;
  VyukovRing<Wide> ring(2);
  const Wide sent{1, 2, 3, 4, 5, 6, 7, 8};
  ASSERT_TRUE(ring.try_push(sent));
  Wide received{};
  ASSERT_TRUE(ring.try_pop(received));
  EXPECT_EQ(received, sent);
}

// What a consumer received, in its order: producer in the high half, its sequence in the low.
using Log = std::vector<std::uint64_t>;

void push_all(VyukovRing<std::uint64_t>& ring, std::uint64_t producer, std::uint64_t items) {
  for (std::uint64_t i = 0; i < items; ++i) {
    while (!ring.try_push(producer << 32 | i)) std::this_thread::yield();
  }
}

void pop_all(VyukovRing<std::uint64_t>& ring, Log& log, std::uint64_t items) {
  log.reserve(items);
  while (log.size() < items) {
    std::uint64_t value = 0;
    if (ring.try_pop(value)) {
      log.push_back(value);
    } else {
      std::this_thread::yield();
    }
  }
}

// Two producers and two consumers at once, `items` each.
std::vector<Log> pass_through(VyukovRing<std::uint64_t>& ring, std::uint64_t items) {
  std::vector<Log> logs(2);
  ThreadTeam team(4);
  team.run([&](std::size_t thread) {
    if (thread < 2) {
      push_all(ring, thread, items);
    } else {
      pop_all(ring, logs[thread - 2], items);
    }
  });
  return logs;
}

constexpr std::uint64_t kItems = 50'000;

TEST(VyukovRing, loses_and_doubles_nothing_between_threads) {
  VyukovRing<std::uint64_t> ring(64);
  Log all;
  for (const Log& log : pass_through(ring, kItems)) all.insert(all.end(), log.begin(), log.end());
  Log sent;
  for (std::uint64_t producer = 0; producer < 2; ++producer) {
    for (std::uint64_t i = 0; i < kItems; ++i) sent.push_back(producer << 32 | i);
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, sent);
}

TEST(VyukovRing, shows_every_consumer_each_producers_items_in_order) {
  VyukovRing<std::uint64_t> ring(64);
  for (const Log& log : pass_through(ring, kItems)) {
    std::array<std::int64_t, 2> last{-1, -1};
    for (const std::uint64_t value : log) {
      const auto sequence = static_cast<std::int64_t>(value & 0xffffffff);
      ASSERT_GT(sequence, last.at(value >> 32));
      last.at(value >> 32) = sequence;
    }
  }
}

}  // namespace
}  // namespace hone::workloads
