#include "analyzers/model/heap_profile.hpp"

#include <gtest/gtest.h>

namespace hone {
namespace {

TEST(HeapAmounts, SayWhatBecameOfThem) {
  EXPECT_EQ((HeapAmounts{7, 7}.kind()), ChangeKind::same);
  EXPECT_EQ((HeapAmounts{0, 0}.kind()), ChangeKind::same);
  EXPECT_EQ((HeapAmounts{0, 7}.kind()), ChangeKind::from_zero);
  EXPECT_EQ((HeapAmounts{7, 0}.kind()), ChangeKind::to_zero);
  EXPECT_EQ((HeapAmounts{7, 8}.kind()), ChangeKind::changed);
}

TEST(HeapAmounts, DifferByOneWhereADoubleWouldNot) {
  constexpr std::uint64_t large = std::uint64_t{1} << 53U;
  EXPECT_EQ((HeapAmounts{large, large + 1}.kind()), ChangeKind::changed);
  EXPECT_EQ((HeapAmounts{large + 1, large}.distance()), 1U);
  EXPECT_EQ((HeapAmounts{large, large + 1}.distance()), 1U);
}

TEST(HeapChange, IsOfAFunctionThatIsNewVanishedOrThereTwice) {
  const HeapCosts some{.allocations = 1};
  EXPECT_EQ((HeapChange{"f", std::nullopt, some}.kind()), ChangeKind::from_zero);
  EXPECT_EQ((HeapChange{"f", some, std::nullopt}.kind()), ChangeKind::to_zero);
  EXPECT_EQ((HeapChange{"f", some, some}.kind()), ChangeKind::changed);
}

TEST(HeapChange, HasNothingOfACostWhereTheFunctionIsNot) {
  const HeapChange change{"f", std::nullopt, HeapCosts{.allocations = 3}};
  EXPECT_EQ(change.amounts_of(HeapCost::allocations), (HeapAmounts{0, 3}));
  EXPECT_TRUE(change.differs_in(HeapCost::allocations));
  EXPECT_FALSE(change.differs_in(HeapCost::leaked));
}

}  // namespace
}  // namespace hone
