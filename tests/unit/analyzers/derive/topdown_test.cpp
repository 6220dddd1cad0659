#include "analyzers/derive/topdown.hpp"

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

double sum(const TopDown& shares) {
  return shares.retiring + shares.bad_speculation + shares.frontend_bound + shares.backend_bound;
}

TEST(TopDown, OfCountedOperationsFollowsYasin) {
  const OperationSlots counts{
      .slots = 4000, .issued = 1800, .retired = 1600, .recovery = 200, .not_delivered = 400};
  const TopDown got = *top_down(counts);
  EXPECT_DOUBLE_EQ(got.retiring, 0.4);
  EXPECT_DOUBLE_EQ(got.bad_speculation, 0.1);
  EXPECT_DOUBLE_EQ(got.frontend_bound, 0.1);
  EXPECT_DOUBLE_EQ(got.backend_bound, 0.4);
}

TEST(TopDown, OfCountersThatContradictEachOtherStillSumsToOne) {
  const OperationSlots counts{
      .slots = 1000, .issued = 700, .retired = 800, .recovery = 0, .not_delivered = 400};
  const TopDown got = *top_down(counts);
  EXPECT_EQ(got.bad_speculation, 0);
  EXPECT_EQ(got.backend_bound, 0);
  EXPECT_DOUBLE_EQ(sum(got), 1);
}

TEST(TopDown, OfCategoriesIsTheirShares) {
  const TopDown got = *top_down(TopDown{30, 10, 20, 40});
  EXPECT_DOUBLE_EQ(got.retiring, 0.3);
  EXPECT_DOUBLE_EQ(got.backend_bound, 0.4);
  EXPECT_DOUBLE_EQ(sum(got), 1);
}

TEST(TopDown, OfNothingIsNothing) {
  EXPECT_FALSE(top_down(OperationSlots{}));
  EXPECT_FALSE(top_down(TopDown{}));
}

}  // namespace
}  // namespace hone::derive
