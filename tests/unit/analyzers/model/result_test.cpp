#include "analyzers/model/result.hpp"

#include <memory>

#include <gtest/gtest.h>

namespace hone {
namespace {

Result<int> half_of_even(int number) {
  if (number % 2 != 0) return Error{"odd", "give an even number"};
  return number / 2;
}

TEST(Result, AndThenGoesOnWithTheValue) {
  const Result<int> result = Result<int>(12).and_then(half_of_even).and_then(half_of_even);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(*result, 3);
}

TEST(Result, AndThenPassesTheFirstErrorOn) {
  int calls = 0;
  const Result<int> result = Result<int>(6)
                                 .and_then(half_of_even)  // 3
                                 .and_then(half_of_even)  // the error
                                 .and_then([&](int number) -> Result<int> {
                                   ++calls;
                                   return number;
                                 });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().what, "odd");
  EXPECT_EQ(result.error().next, "give an even number");
  EXPECT_EQ(calls, 0);
}

TEST(Result, MapChangesTheValueAndItsType) {
  const Result<std::string> text = half_of_even(8).map([](int n) { return std::to_string(n); });
  EXPECT_EQ(*text, "4");
  EXPECT_FALSE(half_of_even(7).map([](int n) { return n + 1; }).ok());
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> owner{std::make_unique<int>(5)};
  const Result<int> number =
      std::move(owner).map([](std::unique_ptr<int>&& pointer) { return *pointer; });
  EXPECT_EQ(*number, 5);
}

TEST(Result, WithoutAValueAndThenGoesOnAfterSuccessAlone) {
  EXPECT_EQ(*Result<void>().and_then([] { return Result<int>(7); }), 7);
  const Result<int> failed = Result<void>(Error{"no", ""}).and_then([] { return Result<int>(7); });
  EXPECT_EQ(failed.error().what, "no");
}

}  // namespace
}  // namespace hone
