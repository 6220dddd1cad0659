// Inputs must be the same on every machine: a checksum in a saved report is compared with one
// made elsewhere. Hence values are pinned, not only their distribution.
#include "workloads/inputs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::workloads {
namespace {

TEST(Random, makes_the_published_sequence_of_splitmix64) {
  // The reference implementation's first outputs for this seed, as test suites of several
  // languages quote them.
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
  EXPECT_EQ(random.next(), 4593380528125082431U);
  EXPECT_EQ(random.next(), 16408922859458223821U);
}

TEST(Random, repeats_itself_from_the_same_seed_only) {
  Random first(7);
  Random same(7);
  Random other(8);
  const std::uint64_t value = first.next();
  EXPECT_EQ(value, same.next());
  EXPECT_NE(value, other.next());
}

TEST(Random, stays_below_its_bound) {
  Random random(1);
  for (const std::uint64_t bound : {1ULL, 2ULL, 3ULL, 1000ULL, 1ULL << 63, ~0ULL}) {
    for (int i = 0; i < 1000; ++i) ASSERT_LT(random.below(bound), bound);
  }
}

TEST(Random, reaches_every_value_below_its_bound_equally_often) {
  Random random(2);
  std::array<int, 10> seen{};
  for (int i = 0; i < 100'000; ++i) ++seen[random.below(seen.size())];
  // 10,000 expected of each, standard deviation 95: within 5 of them.
  EXPECT_THAT(seen, testing::Each(testing::AllOf(testing::Ge(9525), testing::Le(10'475))));
}

TEST(Random, draws_between_both_bounds_inclusively) {
  Random random(3);
  std::array<int, 5> seen{};
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t value = random.between(-2, 2);
    ASSERT_GE(value, -2);
    ASSERT_LE(value, 2);
    ++seen[static_cast<std::size_t>(value + 2)];
  }
  EXPECT_THAT(seen, testing::Each(testing::Gt(0)));
}

TEST(Random, draws_between_equal_bounds) {
  Random random(4);
  EXPECT_EQ(random.between(9, 9), 9);
}

TEST(Random, makes_reals_from_0_to_below_1_around_one_half) {
  Random random(5);
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double value = random.real();
    ASSERT_GE(value, 0);
    ASSERT_LT(value, 1);
    sum += value;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.005);  // 5 standard deviations of the mean
}

TEST(Shuffle, keeps_every_item_once) {
  std::vector<int> items(100);
  std::iota(items.begin(), items.end(), 0);
  std::vector<int> shuffled = items;
  Random random(6);
  shuffle(std::span<int>(shuffled), random);
  EXPECT_NE(shuffled, items);
  EXPECT_TRUE(std::is_permutation(items.begin(), items.end(), shuffled.begin()));
}

TEST(Shuffle, makes_the_same_order_from_the_same_seed) {
  std::array<int, 8> items{0, 1, 2, 3, 4, 5, 6, 7};
  Random random(1);
  shuffle(std::span<int>(items), random);
  EXPECT_THAT(items, testing::ElementsAre(0, 3, 7, 1, 2, 6, 5, 4));
}

TEST(Shuffle, brings_each_item_to_each_place_equally_often) {
  std::array<std::array<int, 3>, 3> seen{};  // [item][place]
  Random random(8);
  for (int i = 0; i < 9000; ++i) {
    std::array<std::size_t, 3> items{0, 1, 2};
    shuffle(std::span<std::size_t>(items), random);
    for (std::size_t place = 0; place < items.size(); ++place) ++seen[items[place]][place];
  }
  for (const auto& places : seen) {  // 3,000 expected, standard deviation 45
    EXPECT_THAT(places, testing::Each(testing::AllOf(testing::Ge(2775), testing::Le(3225))));
  }
}

TEST(Shuffle, leaves_an_empty_and_a_single_item_alone) {
  Random random(9);
  std::vector<int> none;
  shuffle(std::span<int>(none), random);
  std::vector<int> one{5};
  shuffle(std::span<int>(one), random);
  EXPECT_THAT(one, testing::ElementsAre(5));
}

TEST(Zipf, draws_the_same_ranks_from_the_same_seed) {
  const Zipf zipf(1000, 1.0);
  Random random(1);
  std::vector<std::size_t> ranks;
  for (int i = 0; i < 6; ++i) ranks.push_back(zipf.draw(random));
  EXPECT_THAT(ranks, testing::ElementsAre(38, 148, 804, 15, 15, 169));
}

TEST(Zipf, draws_each_rank_in_proportion_to_its_weight) {
  constexpr int kDraws = 100'000;
  const Zipf zipf(4, 1.0);
  std::array<int, 4> seen{};
  Random random(10);
  for (int i = 0; i < kDraws; ++i) ++seen.at(zipf.draw(random));
  const double total = 1.0 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4;
  for (std::size_t rank = 0; rank < seen.size(); ++rank) {
    const double share = 1.0 / static_cast<double>(rank + 1) / total;
    const double deviation = std::sqrt(kDraws * share * (1 - share));
    EXPECT_NEAR(seen[rank], kDraws * share, 5 * deviation) << rank;
  }
}

TEST(Zipf, is_uniform_with_exponent_0) {
  const Zipf zipf(5, 0.0);
  std::array<int, 5> seen{};
  Random random(11);
  for (int i = 0; i < 50'000; ++i) ++seen.at(zipf.draw(random));
  // 10,000 expected of each, standard deviation 89.
  EXPECT_THAT(seen, testing::Each(testing::AllOf(testing::Ge(9550), testing::Le(10'450))));
}

TEST(Zipf, of_one_rank_draws_it) {
  const Zipf zipf(1, 1.2);
  Random random(12);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(zipf.draw(random), 0U);
}

}  // namespace
}  // namespace hone::workloads
