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
  // In the source file of every frame of that name.
  Builder& in_file(const std::string& name, const std::string& file, std::uint64_t line) {
    profile_.names.push_back(file);
    HeapFrame& found = profile_.frames[frame(name)];
    found.file = profile_.names.size() - 1;
    found.line = line;
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

TEST(HeapSites, AreNotInTheLibrarysHeadersWhateverTheirNames) {
  Builder builder;
  builder.add({"main", "grow()", "allocate", "operator new(unsigned long)"}, costs(3));
  builder.in_file("allocate", "/usr/include/c++/12/bits/new_allocator.h", 137);
  EXPECT_THAT(allocations_by_site(builder.profile()), UnorderedElementsAre(Pair("grow()", 3)));
}

TEST(HeapSites, KnowTheirCallers) {
  Builder builder;
  builder.add({"main", "parse", "allocate", "malloc"}, costs(3));
  builder.add({"main", "build", "std::function<void ()>::operator()()", "allocate"}, costs(5));
  builder.add({"main", "allocate", "allocate"}, costs(1));  // calls itself
  const HeapProfile& profile = builder.profile();
  const std::vector<HeapSite> sites = heap_sites(profile);
  ASSERT_EQ(sites.size(), 1U);
  std::map<std::string, std::uint64_t> callers;
  for (const HeapCaller& caller : sites[0].callers) {
    callers[frame_name(profile, profile.frames[caller.frame])] = caller.costs.allocations;
  }
  EXPECT_THAT(callers, UnorderedElementsAre(Pair("parse", 3), Pair("build", 5), Pair("main", 1)));
}

TEST(HeapSummary, HasTheCostliestByAnyCostAndTheMainCaller) {
  Builder builder;
  builder.add({"main", "many"}, costs(100, 100)).add({"main", "large"}, costs(1, 5000));
  builder.add({"main", "small"}, costs(2, 20)).add({"other", "many"}, costs(1, 1));
  builder.in_file("many", "/src/many.cpp", 7);
  const HeapSummary summary = summarise_heap({builder.profile(), 4}, 1);
  ASSERT_EQ(summary.sites.size(), 2U);
  EXPECT_EQ(summary.sites[0].place, (HeapPlace{"many", "/src/many.cpp", 7}));
  EXPECT_EQ(summary.sites[0].caller.function, "main");
  EXPECT_EQ(summary.sites[1].place.function, "large");
  EXPECT_EQ(summary.totals.allocations, 104U);
  EXPECT_EQ(summary.iterations, 4U);
}

TEST(HeapDifference, TellsWhereASiteIsAndWhoCallsIt) {
  Builder old_one;
  old_one.add({"main", "gone"}, costs(5)).in_file("gone", "/src/old.cpp", 3);
  Builder new_one;
  new_one.add({"run", "fresh"}, costs(7)).in_file("fresh", "/src/new.cpp", 9);
  const HeapDifference difference =
      compare_heaps(old_one.profile(), new_one.profile(), HeapCost::allocations);
  EXPECT_EQ(difference.sites.at(0).place, (HeapPlace{"fresh", "/src/new.cpp", 9}));
  EXPECT_EQ(difference.sites.at(0).caller.function, "run");
  EXPECT_EQ(difference.sites.at(1).place, (HeapPlace{"gone", "/src/old.cpp", 3}));
}

TEST(HeapDifference, IsOfTheFirstCostThatDiffers) {
  Builder old_one;
  old_one.add({"main", "f"}, costs(5, 10));
  Builder new_one;
  new_one.add({"main", "f"}, costs(5, 20));
  EXPECT_EQ(most_telling_cost(old_one.profile(), new_one.profile()), HeapCost::bytes);
  EXPECT_EQ(most_telling_cost(old_one.profile(), old_one.profile()), HeapCost::allocations);
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

TEST(HeapStacks, OfADifferenceAreThoseOfEither) {
  Builder old_one;
  old_one.add({"main", "gone"}, costs(5)).add({"main", "f"}, costs(3));
  Builder new_one;
  new_one.add({"main", "f"}, costs(4)).add({"other", "fresh"}, costs(7));
  const StackProfile stacks =
      heap_difference_stacks(old_one.profile(), new_one.profile(), HeapCost::allocations);
  EXPECT_TRUE(stacks.is_difference);
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> by_leaf;
  for (const WeightedStack& stack : stacks.stacks) {
    by_leaf[stacks.frames[stack.frames.back()].name] = {stack.before, stack.weight};
  }
  EXPECT_THAT(by_leaf, UnorderedElementsAre(Pair("gone", Pair(5, 0)), Pair("f", Pair(3, 4)),
                                            Pair("fresh", Pair(0, 7))));
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
