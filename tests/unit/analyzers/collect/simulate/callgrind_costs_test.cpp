#include "analyzers/collect/simulate/callgrind_costs.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

CallgrindProfile profile_of(const std::string& text) {
  Result<CallgrindProfile> profile = parse_callgrind(text);
  EXPECT_TRUE(profile.ok()) << profile.error().what;
  return profile.ok() ? std::move(profile).value() : CallgrindProfile{};
}

constexpr const char* all_events = "events: Ir Dr Dw I1mr D1mr D1mw ILmr DLmr DLmw Bc Bcm Bi Bim\n";

std::vector<std::string> names(const std::vector<FunctionCost>& costs) {
  std::vector<std::string> names;
  names.reserve(costs.size());
  for (const FunctionCost& cost : costs) names.push_back(cost.name);
  return names;
}

TEST(FunctionCosts, AreSelfCostsPerIteration) {
  const CallgrindProfile profile =
      profile_of(all_events + std::string("ob=/bin/f\nfn=main\ncfn=f\ncalls=6 1\n1 1000\n"
                                          "fn=f\n1 20 2 2 40 6 8 10 12 14 2 16 2 18\n"
                                          "totals: 20 2 2 40 6 8 10 12 14 2 16 2 18\n"));
  const std::vector<FunctionCost> costs = function_costs(profile, 2);
  ASSERT_THAT(names(costs), ElementsAre("f", "main"));
  EXPECT_EQ(costs[0].object, "/bin/f");
  EXPECT_EQ(costs[0].calls, 3);
  EXPECT_EQ(costs[0].instructions, 10);
  EXPECT_EQ(costs[0].l1d_misses, (6.0 + 8) / 2);
  EXPECT_EQ(costs[0].llc_misses, (10.0 + 12 + 14) / 2);
  EXPECT_EQ(costs[0].branch_misses, (16.0 + 18) / 2);
  EXPECT_EQ(costs[1].instructions, 0);
}

TEST(FunctionCosts, RecursionLevelsAndFilesAreOneFunctionAndObjectsAreNot) {
  const CallgrindProfile profile = profile_of(
      "events: Ir\nob=a\nfl=x.cpp\nfn=f\n1 1\nfn=f'2\n1 2\nfl=y.hpp\nfn=f\n1 4\n"
      "fn=operator\"\"'x\n1 16\nob=b\nfn=f\n1 8\ntotals: 31\n");
  const std::vector<FunctionCost> costs = function_costs(profile, 1);
  ASSERT_THAT(names(costs), ElementsAre("operator\"\"'x", "f", "f"));
  EXPECT_EQ(costs[1].object, "b");
  EXPECT_EQ(costs[2].instructions, 7);
}

TEST(FunctionCosts, OfFunctionsWithoutASymbolAreOneEntryForEachObject) {
  const CallgrindProfile profile = profile_of(
      "events: Ir\nob=/bin/ls\nfn=0x0000000000012630\n1 1\nfn=0x0000000000012740'2\n1 2\n"
      "fn=???\n1 4\nob=/lib/libz.so.1\nfn=0x0000000000012630\n1 8\ntotals: 15\n");
  const std::vector<FunctionCost> costs = function_costs(profile, 1);
  ASSERT_THAT(names(costs), ElementsAre("unnamed code in libz.so.1", "unnamed code in ls"));
  EXPECT_EQ(costs[1].instructions, 7);
}

TEST(FunctionCosts, EqualOnesAreInTheOrderOfTheirNames) {
  const CallgrindProfile profile =
      profile_of("events: Ir\nfn=d\n1 1\nfn=a\n1 8\nfn=c\n1 4\nfn=b\n1 4\ntotals: 17\n");
  EXPECT_THAT(names(function_costs(profile, 1)), ElementsAre("a", "b", "c", "d"));
}

TEST(ProfileSum, AddsTotalsFunctionsAndCalls) {
  const std::string first =
      "events: Ir Dr\nob=o\nfn=(1) f\n1 1\ncfn=(2) g\ncalls=2 1\n1 9\ntotals: 1\n";
  const std::string second =
      "events: Ir Dr\nob=o\nfn=(7) g\n1 5 6\nfn=(1) f\n1 2 3\ncfn=(7)\ncalls=1 1\n1 9\n"
      "totals: 7 9\n";
  ProfileSum sum;
  ASSERT_TRUE(sum.add(profile_of(first)).ok());
  ASSERT_TRUE(sum.add(profile_of(second)).ok());
  EXPECT_EQ(sum.sum().total("Ir"), 8U);
  EXPECT_EQ(sum.sum().total("Dr"), 9U);
  ASSERT_THAT(sum.sum().functions, SizeIs(2));
  const std::vector<FunctionCost> costs = function_costs(sum.sum(), 1);
  ASSERT_THAT(names(costs), ElementsAre("g", "f"));
  EXPECT_EQ(costs[0].calls, 3);
  EXPECT_EQ(costs[1].instructions, 3);
  ASSERT_THAT(sum.sum().calls, SizeIs(1));
  EXPECT_EQ(sum.sum().calls[0].count, 3U);
}

TEST(ProfileSum, RefusesOtherEventsAndSumsThatOverflow) {
  ProfileSum sum;
  ASSERT_TRUE(sum.add(profile_of("events: Ir\nfn=f\n1 1\ntotals: 1\n")).ok());
  EXPECT_FALSE(sum.add(profile_of("events: Ir Dr\nfn=f\n1 1\ntotals: 1\n")).ok());
  const Result<void> overflow =
      sum.add(profile_of("events: Ir\nfn=f\n1 1\ntotals: 18446744073709551615\n"));
  ASSERT_FALSE(overflow.ok());
  EXPECT_THAT(overflow.error().what, HasSubstr("overflows"));
}

// A profile of calls: "object caller object callee count" each.
CallgrindProfile calls(const std::vector<std::array<std::string, 5>>& edges) {
  std::string text = "events: Ir\n";
  for (const auto& [object, caller, callee_object, callee, count] : edges) {
    text += "ob=" + object + "\nfn=" + caller + "\ncob=" + callee_object + "\ncfn=" + callee;
    text += "\ncalls=" + count + " 1\n1 1\n";
  }
  return profile_of(text + "totals: 1\n");
}

TEST(AllocationCalls, AreThoseFromOutsideOfTheAllocator) {
  EXPECT_EQ(allocation_calls(calls({{"a", "main", "libc", "malloc", "1"},
                                    {"a", "main", "libc", "realloc", "20"},
                                    {"libc", "realloc", "libc", "malloc", "20"},
                                    {"libc", "strdup", "libc", "malloc", "300"},
                                    {"a", "main", "libc", "posix_memalign", "4000"},
                                    {"libc", "_mid_memalign.constprop.0", "libc", "malloc", "4000"},
                                    {"libc", "malloc", "libc", "_int_malloc", "7"},
                                    {"ld", "dl_main", "ld", "__minimal_malloc", "7"},
                                    {"a", "f'2", "libc", "calloc'2", "50000"}})),
            54321U);
}

TEST(AllocationCalls, AnOperatorNewCountsOnce) {
  EXPECT_EQ(
      allocation_calls(calls({{"a", "main", "stdc++", "operator new[](unsigned long)", "5"},
                              {"stdc++", "operator new[](unsigned long)", "stdc++",
                               "operator new(unsigned long)", "5"},
                              {"stdc++", "operator new(unsigned long)", "libc", "malloc", "5"}})),
      5U);
  // An allocator that provides both needs no malloc for its operator new.
  EXPECT_EQ(allocation_calls(calls({{"a", "main", "mimalloc", "operator new(unsigned long)", "5"},
                                    {"a", "main", "mimalloc", "malloc", "1"}})),
            6U);
  // Placement, and a class's own that takes from a pool.
  EXPECT_EQ(allocation_calls(calls({{"a", "main", "a", "operator new(unsigned long, void*)", "5"},
                                    {"a", "main", "a", "Node::operator new(unsigned long)", "5"},
                                    {"a", "main", "a", "malloc", "1"}})),
            1U);
}

TEST(FunctionNames, AreMissingWhereAddressesStandForThem) {
  EXPECT_FALSE(has_function_names(
      profile_of("events: Ir\nfn=0x00000000004191f0\n1 1\nfn=(below main)\n1 1\ntotals: 2\n")));
  EXPECT_TRUE(
      has_function_names(profile_of("events: Ir\nfn=0x0041\n1 1\nfn=exit\n1 1\ntotals: 2\n")));
}

// As callgrind writes it for a program with symbols: both are called "(below main)", the program's
// entry and the part of the C library that calls main.
constexpr const char* program_with_main =
    "events: Ir Dr\n"
    "ob=(1) ld.so\nfn=(1) start\n1 900\ncob=(2) a\ncfn=(2) (below main)\ncalls=1 1\n1 105 9\n"
    "ob=(2)\nfn=(2)\ncob=(3) libc.so\ncfn=(2)\ncalls=1 1\n1 103\n1 2\n"
    "ob=(3)\nfn=(2)\n1 1\ncob=(2)\ncfn=(4) main\ncalls=1 1\n1 72 4\n"
    "cfn=(5) exit\ncalls=1 1\n1 30\n"
    "ob=(2)\nfn=(4)\n1 70 4\ncfn=(4)\ncalls=1 1\n1 2\n"
    "totals: 1005 4\n";

TEST(InstructionsOfMain, AreThoseOfAllThatItCalls) {
  EXPECT_EQ(instructions_of_main(profile_of(program_with_main)), 72U);
}

TEST(InstructionsOfMain, AreTheSumOverAProgramsParts) {
  ProfileSum sum;
  ASSERT_TRUE(sum.add(profile_of(program_with_main)).ok());
  ASSERT_TRUE(sum.add(profile_of(program_with_main)).ok());
  EXPECT_EQ(instructions_of_main(sum.sum()), 144U);
}

TEST(InstructionsOfMain, AreFoundInAProgramWithoutSymbols) {
  EXPECT_EQ(instructions_of_main(profile_of(
                "events: Ir\n"
                "ob=(1) sort\nfn=(1) 0x6560\n1 3\ncob=(2) libc.so\ncfn=(2) start\ncalls=1 1\n1 96\n"
                "ob=(2)\nfn=(2)\n1 4\ncob=(3) ???\ncfn=(5) 0x10b000\ncalls=1 1\n1 6\n"
                "cob=(2)\ncfn=(3) (below main)\ncalls=1 1\n1 86\n"
                "ob=(2)\nfn=(3)\n1 1\ncfn=(4) exit\ncalls=1 1\n1 5\n"
                "cob=(1)\ncfn=(6) 0x37d0\ncalls=1 1\n1 80\n"
                "totals: 99\n")),
            80U);
}

TEST(InstructionsOfMain, AreNotKnownWhereMainIsNotSeen) {
  EXPECT_EQ(instructions_of_main(profile_of(
                "events: Ir\nob=(1) a\nfn=(1) 0x1000\n1 3\ncfn=(2) 0x2000\ncalls=1 1\n1 96\n"
                "totals: 99\n")),
            std::nullopt);
}

}  // namespace
}  // namespace hone::collect
