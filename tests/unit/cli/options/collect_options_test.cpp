#include "cli/options/collect_options.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::array passes{
    Collector{"allocations", "calls of malloc", "", true},
    Collector{"cache", "cache misses", "valgrind"},
};

Plan applied(const CollectOptions& options) {
  Plan plan;
  EXPECT_TRUE(apply(options, passes, plan).ok());
  return plan;
}

Error refused(const CollectOptions& options) {
  Plan plan;
  const Result<void> result = apply(options, passes, plan);
  return result.ok() ? Error{} : result.error();
}

TEST(CollectOptions, WithoutThemIsCollectedWhatIsByDefault) {
  const Plan plan = applied({});
  EXPECT_THAT(plan.collectors, ElementsAre("allocations"));
  EXPECT_EQ(plan.counters, Plan::Counters::if_pmu);
  EXPECT_THAT(plan.events, IsEmpty());
}

TEST(CollectOptions, AListIsAllThatIsCollected) {
  const Plan plan = applied({.collect = "cache"});
  EXPECT_THAT(plan.collectors, ElementsAre("cache"));
  EXPECT_EQ(plan.counters, Plan::Counters::off);
  EXPECT_TRUE(collects(plan, "cache"));
  EXPECT_FALSE(collects(plan, "allocations"));
}

TEST(CollectOptions, CountersAreACollectorButNoPass) {
  const Plan plan = applied({.collect = "counters,cache,cache"});
  EXPECT_THAT(plan.collectors, ElementsAre("cache"));
  EXPECT_EQ(plan.counters, Plan::Counters::requested);
}

TEST(CollectOptions, NoneIsNothing) {
  const Plan plan = applied({.collect = "none"});
  EXPECT_THAT(plan.collectors, IsEmpty());
  EXPECT_EQ(plan.counters, Plan::Counters::off);
}

TEST(CollectOptions, EventsAskForCounters) {
  const Plan plan = applied({.collect = "none", .events = {"cycles,instructions:u", "r1a2"}});
  EXPECT_THAT(plan.events, ElementsAre("cycles", "instructions:u", "r1a2"));
  EXPECT_EQ(plan.counters, Plan::Counters::requested);
}

TEST(CollectOptions, SimulationLimitIsATime) {
  EXPECT_DOUBLE_EQ(applied({.simulation_limit = "2m"}).simulation_limit.count(), 120);
  EXPECT_THAT(refused({.simulation_limit = "0s"}).what, HasSubstr("--simulation-limit '0s'"));
}

TEST(CollectOptions, HelpNamesEachCollectorAndTheDefaults) {
  EXPECT_THAT(collector_names(passes), ElementsAre("counters (the default where there is a PMU)",
                                                   "allocations (the default)", "cache"));
}

TEST(CollectOptions, ErrorsNameWhatWouldBeRight) {
  const Error error = refused({.collect = "counters,cahce"});
  EXPECT_THAT(error.what, HasSubstr("'cahce' - did you mean 'cache'"));
  EXPECT_THAT(error.next, HasSubstr("counters, allocations, cache, or none"));
  EXPECT_THAT(refused({.events = {"cycles,"}}).what, HasSubstr("a name is empty"));
  EXPECT_THAT(refused({.events = {""}}).what, HasSubstr("a name is empty"));
  EXPECT_THAT(refused({.collect = "cache,"}).what, HasSubstr("unknown collector ''"));
}

}  // namespace
}  // namespace hone::cli
