#include "analyzers/derive/function_changes.hpp"

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

using Kind = FunctionChange::Kind;

FunctionCost cost(const std::string& name, double instructions, double calls = 1,
                  const std::string& object = "a.out") {
  FunctionCost function;
  function.name = name;
  function.object = object;
  function.calls = calls;
  function.instructions = instructions;
  return function;
}

TEST(FunctionChanges, TheLargestComeFirst) {
  const std::vector<FunctionChange> got =
      function_changes({cost("parse", 100, 4), cost("read", 50), cost("same", 10)},
                       {cost("read", 80, 3), cost("same", 10), cost("scan", 20)});
  ASSERT_EQ(got.size(), 3U);
  EXPECT_EQ(got[0].name, "parse");
  EXPECT_EQ(got[0].kind, Kind::vanished);
  EXPECT_EQ(got[0].instructions, -100);
  EXPECT_EQ(got[0].calls, -4);
  EXPECT_EQ(got[1].name, "read");
  EXPECT_EQ(got[1].kind, Kind::changed);
  EXPECT_EQ(got[1].instructions, 30);
  EXPECT_EQ(got[1].calls, 2);
  EXPECT_EQ(got[2].name, "scan");
  EXPECT_EQ(got[2].kind, Kind::added);
}

TEST(FunctionChanges, MatchByNameWhateverTheObject) {
  EXPECT_TRUE(
      function_changes({cost("f", 10, 1, "old/app")}, {cost("f", 10, 1, "new/app")}).empty());
  const std::vector<FunctionChange> got =
      function_changes({cost("f", 10), cost("f", 5, 1, "lib.so")}, {cost("f", 20)});
  ASSERT_EQ(got.size(), 1U);
  EXPECT_EQ(got[0].instructions, 5);
}

TEST(FunctionChanges, WhatMayBeInTheRestHasNotVanished) {
  const std::vector<FunctionChange> got = function_changes(
      {cost("big", 1000), cost("mid", 500), cost("small", 9)},
      {cost("big", 1000), cost("other", 10), cost("(the rest: 700 functions)", 300)});
  ASSERT_EQ(got.size(), 2U);
  EXPECT_EQ(got[0].name, "mid");
  EXPECT_EQ(got[0].kind, Kind::changed);
  EXPECT_EQ(got[1].name, "other");
}

TEST(FunctionChanges, AreTwentyAtMost) {
  std::vector<FunctionCost> many;
  for (int i = 1; i <= 30; ++i) many.push_back(cost("f" + std::to_string(i), i));
  const std::vector<FunctionChange> got = function_changes({}, many);
  ASSERT_EQ(got.size(), 20U);
  EXPECT_EQ(got.back().instructions, 11);
}

}  // namespace
}  // namespace hone::derive
