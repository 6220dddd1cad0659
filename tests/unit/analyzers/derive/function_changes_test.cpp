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

TEST(FunctionChanges, AreTwentyAtMost) {
  std::vector<FunctionCost> many;
  for (int i = 1; i <= 30; ++i) many.push_back(cost("f" + std::to_string(i), i));
  const std::vector<FunctionChange> got = function_changes({}, many);
  ASSERT_EQ(got.size(), 20U);
  EXPECT_EQ(got.back().instructions, 11);
  EXPECT_EQ(instruction_change({}, many).difference(), 30 * 31 / 2) << "of those not listed, too";
}

TEST(FunctionChanges, UnnamedCodeThatMovedIsNoChange) {
  const FunctionCost library = cost("unnamed code in libc.so.6", 70, 3, "/lib/libc.so.6");
  EXPECT_TRUE(function_changes({cost("unnamed code in app", 100, 4, "old/app"), library},
                               {cost("unnamed code in app", 100, 4, "new/app"), library})
                  .empty());
}

TEST(WithRest, SumsStay) {
  const std::vector<FunctionCost> all{cost("a", 8, 1), cost("b", 4, 2), cost("c", 2, 3)};
  EXPECT_EQ(with_rest(all, 3).size(), 3U);
  const std::vector<FunctionCost> cut = with_rest(all, 1);
  ASSERT_EQ(cut.size(), 2U);
  EXPECT_EQ(cut[1].name, "(the rest: 2 functions)");
  EXPECT_EQ(cut[1].instructions, 6);
  EXPECT_EQ(cut[1].calls, 5);
  EXPECT_EQ(with_rest(all, 2).back().name, "(the rest: 1 function)");
}

}  // namespace
}  // namespace hone::derive
