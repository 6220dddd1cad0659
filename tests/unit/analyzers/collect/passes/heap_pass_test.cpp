#include "analyzers/collect/passes/heap_pass.hpp"

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

constexpr HeapCosts one{.allocations = 1};

// _start > main > { parse, job > work }, the loader > init, a thread's start > work.
HeapProfile whole_process() {
  HeapProfile profile;
  profile.names = {"",
                   "_start",
                   "main",
                   "parse()",
                   "app::job(int)",
                   "work()",
                   "_dl_init",
                   "init()",
                   "",
                   "/opt/program",
                   "/lib/ld-linux-x86-64.so.2",
                   "/lib/libc.so.6"};
  constexpr std::size_t program = 9;
  profile.frames = {{1, 0, 0, program}, {2, 0, 0, program}, {3, 0, 0, program}, {4, 0, 0, program},
                    {5, 0, 0, program}, {6, 0, 0, 10},      {7, 0, 0, program}, {8, 0, 0, 11}};
  profile.nodes = {{},          {0, 0, {}},  {1, 1, {}},  {2, 2, one}, {2, 3, one},
                   {4, 4, one}, {0, 5, one}, {6, 6, one}, {0, 7, one}, {8, 4, one}};
  profile.sizes = {{8, 7, 7}};
  profile.totals.allocations = 7;
  return profile;
}

TEST(PartOfAHeap, IsWhatAFunctionAndOtherThreadsAllocate) {
  const HeapProfile part = part_within(whole_process(), "app::job");
  EXPECT_EQ(part.totals.allocations, 4U);
  for (const std::size_t own : {4U, 5U, 8U, 9U}) EXPECT_EQ(part.nodes[own].costs, one) << own;
  for (const std::size_t other : {3U, 6U, 7U}) {
    EXPECT_EQ(part.nodes[other].costs, HeapCosts{}) << other;
  }
  EXPECT_TRUE(part.sizes.empty());
}

TEST(PartOfAHeap, IsAllOfItWhereNoSymbolsAre) {
  EXPECT_EQ(part_within(whole_process(), "no_such_function").totals.allocations, 7U);
  EXPECT_EQ(part_within(HeapProfile{}, "app::job").totals.allocations, 0U);
}

}  // namespace
}  // namespace hone::collect
