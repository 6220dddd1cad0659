#include "analyzers/derive/topdown.hpp"

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

double sum(const TopDown& shares) {
  return shares.retiring + shares.bad_speculation + shares.frontend_bound + shares.backend_bound;
}

TEST(TopDown, OfIssuedOperationsFollowsYasin) {
  const TopDown got =
      *top_down({.slots = 4000, .frontend = 400, .retired = 1600, .issued = 1800, .recovery = 200});
  EXPECT_DOUBLE_EQ(got.retiring, 0.4);
  EXPECT_DOUBLE_EQ(got.bad_speculation, 0.1);
  EXPECT_DOUBLE_EQ(got.frontend_bound, 0.1);
  EXPECT_DOUBLE_EQ(got.backend_bound, 0.4);
}

TEST(TopDown, OfCategoriesLeavesTheRestToBadSpeculation) {
  const TopDown got = *top_down({.slots = 100, .frontend = 20, .retired = 30, .backend = 40});
  EXPECT_DOUBLE_EQ(got.bad_speculation, 0.1);
  EXPECT_DOUBLE_EQ(sum(got), 1);
}

TEST(TopDown, OfASharedCoreLeavesTheSiblingItsSlots) {
  const TopDown got =
      *top_down({.slots = 600, .frontend = 60, .retired = 180, .issued = 240, .backend = 120});
  EXPECT_DOUBLE_EQ(got.bad_speculation, 0.1);
  EXPECT_DOUBLE_EQ(got.backend_bound, 0.2);
  EXPECT_DOUBLE_EQ(sum(got), 0.7);
}

TEST(TopDown, OfStalledSlotsSplitsTheOthersByWhatRetired) {
  const TopDown got = *top_down({.slots = 1000,
                                 .frontend = 100,
                                 .backend = 400,
                                 .speculated_operations = 500,
                                 .retired_operations = 400});
  EXPECT_DOUBLE_EQ(got.retiring, 0.4);
  EXPECT_DOUBLE_EQ(got.bad_speculation, 0.1);
  EXPECT_DOUBLE_EQ(sum(got), 1);
}

TEST(TopDown, OfCountersThatContradictEachOtherStaysWithinOne) {
  const TopDown got =
      *top_down({.slots = 1000, .frontend = 400, .retired = 800, .issued = 700, .recovery = 0});
  EXPECT_EQ(got.bad_speculation, 0);
  EXPECT_EQ(got.backend_bound, 0);
  EXPECT_DOUBLE_EQ(sum(got), 1);
}

TEST(TopDown, WithoutARecipeIsNothing) {
  EXPECT_FALSE(top_down({}));
  EXPECT_FALSE(top_down({.slots = 100, .frontend = 10}));
  EXPECT_FALSE(top_down({.slots = 100, .frontend = 10, .retired = 40}));
}

}  // namespace
}  // namespace hone::derive
