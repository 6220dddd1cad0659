#include "analyzers/derive/heap_sites.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::derive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

HeapCosts costs(std::uint64_t allocations, std::uint64_t bytes = 0) {
  return {.allocations = allocations, .bytes = bytes};
}

// A profile from stacks of names.
class Builder {
 public:
  Builder& add(const std::vector<std::string>& names, const HeapCosts& costs) {
    std::size_t node = 0;
    for (const std::string& name : names) node = child(node, frame(name));
    profile_.nodes[node].costs += costs;
    profile_.totals += costs;
    return *this;
  }
  const HeapProfile& profile() const { return profile_; }

 private:
  std::size_t frame(const std::string& name) {
    const auto [found, is_new] = frames_.try_emplace(name, profile_.frames.size());
    if (is_new) {
      profile_.names.push_back(name);
      profile_.frames.push_back({profile_.names.size() - 1, 0, 0, 0});
    }
    return found->second;
  }
  std::size_t child(std::size_t parent, std::size_t frame) {
    const auto [found, is_new] = nodes_.try_emplace({parent, frame}, profile_.nodes.size());
    if (is_new) profile_.nodes.push_back({parent, frame, {}});
    return found->second;
  }

  HeapProfile profile_;
  std::map<std::string, std::size_t> frames_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> nodes_;
};

std::map<std::string, std::uint64_t> allocations_by_site(const HeapProfile& profile) {
  std::map<std::string, std::uint64_t> result;
  for (const HeapSite& site : heap_sites(profile)) {
    const bool known = site.frame != HeapSite::unknown;
    result[known ? frame_name(profile, profile.frames[site.frame]) : "?"] = site.costs.allocations;
  }
  return result;
}

std::vector<std::pair<std::string, std::pair<std::uint64_t, std::uint64_t>>> allocations_of(
    const std::vector<HeapChange>& changes) {
  std::vector<std::pair<std::string, std::pair<std::uint64_t, std::uint64_t>>> result;
  for (const HeapChange& change : changes) {
    result.push_back({change.function,
                      {change.before ? change.before->allocations : 0,
                       change.after ? change.after->allocations : 0}});
  }
  return result;
}

TEST(HeapSites, AreTheInnermostFramesThatAskForMemory) {
  Builder builder;
  builder.add(
      {"main", "grow()", "std::vector<int>::push_back(int&&)", "operator new(unsigned long)"},
      costs(3));
  builder.add({"main", "grow()", "malloc"}, costs(2));
  builder.add({"main"}, costs(1));
  EXPECT_THAT(allocations_by_site(builder.profile()),
              UnorderedElementsAre(Pair("main", 1), Pair("grow()", 5)));
}

TEST(HeapSites, AreInnermostWhereAllFramesAreAllocators) {
  Builder builder;
  builder.add({"std::locale::classic()", "operator new(unsigned long)"}, costs(1));
  builder.add({}, costs(2));
  EXPECT_THAT(allocations_by_site(builder.profile()),
              UnorderedElementsAre(Pair("operator new(unsigned long)", 1), Pair("?", 2)));
}

TEST(HeapDifference, ShowsVanishedAndNewSitesTheLargestChangeFirst) {
  Builder old_one;
  old_one.add({"main", "gone"}, costs(5)).add({"main", "same"}, costs(9));
  old_one.add({"main", "less"}, costs(50));
  Builder new_one;
  new_one.add({"main", "fresh"}, costs(7)).add({"main", "same"}, costs(9));
  new_one.add({"main", "less"}, costs(10));
  const HeapDifference difference =
      compare_heaps(old_one.profile(), new_one.profile(), HeapCost::allocations);
  EXPECT_THAT(
      allocations_of(difference.sites),
      ElementsAre(Pair("less", Pair(50, 10)), Pair("fresh", Pair(0, 7)), Pair("gone", Pair(5, 0))));
  EXPECT_FALSE(difference.sites[1].before.has_value());
  EXPECT_FALSE(difference.sites[2].after.has_value());
}

TEST(HeapDifference, AddsUpWhatCallersCall) {
  Builder old_one;
  old_one.add({"main", "parse", "token"}, costs(20)).add({"main", "parse", "node"}, costs(1));
  Builder new_one;
  new_one.add({"main", "parse", "token"}, costs(60)).add({"main", "parse", "node"}, costs(1));
  const HeapDifference difference =
      compare_heaps(old_one.profile(), new_one.profile(), HeapCost::allocations);
  EXPECT_THAT(allocations_of(difference.callers),
              UnorderedElementsAre(Pair("main", Pair(21, 61)), Pair("parse", Pair(21, 61)),
                                   Pair("token", Pair(20, 60))));
}

TEST(HeapDifference, CountsAStackOnceForAFunctionThatCallsItself) {
  Builder old_one;
  Builder new_one;
  new_one.add({"main", "visit", "visit", "visit"}, costs(1)).add({"main", "visit"}, costs(2));
  new_one.add({"main", "other", "visit"}, costs(4));
  const HeapDifference difference =
      compare_heaps(old_one.profile(), new_one.profile(), HeapCost::allocations);
  EXPECT_THAT(allocations_of(difference.callers),
              UnorderedElementsAre(Pair("main", Pair(0, 7)), Pair("visit", Pair(0, 7)),
                                   Pair("other", Pair(0, 4))));
}

TEST(HeapDifference, IsNothingBetweenEquals) {
  Builder builder;
  builder.add({"main", "f"}, costs(3, 100));
  const HeapDifference difference =
      compare_heaps(builder.profile(), builder.profile(), HeapCost::bytes);
  EXPECT_THAT(difference.sites, IsEmpty());
  EXPECT_THAT(difference.callers, IsEmpty());
}

TEST(HeapStacks, HaveTheOutermostFrameFirstAndNoZeros) {
  Builder builder;
  builder.add({"main", "f"}, costs(3, 100)).add({"main", "g"}, costs(2, 0));
  const StackProfile bytes = heap_stacks(builder.profile(), HeapCost::bytes);
  ASSERT_EQ(bytes.stacks.size(), 1);
  EXPECT_EQ(bytes.stacks[0].weight, 100);
  EXPECT_EQ(bytes.unit, "bytes");
  EXPECT_EQ(bytes.frames[bytes.stacks[0].frames[0]].name, "main");
  EXPECT_EQ(bytes.frames[bytes.stacks[0].frames[1]].name, "f");
  EXPECT_EQ(heap_stacks(builder.profile(), HeapCost::allocations).stacks.size(), 2);
}

}  // namespace
}  // namespace hone::derive
