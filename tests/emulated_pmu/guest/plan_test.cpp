// What hone chooses to count on this machine, of what its core and its user's rights allow.
#include <algorithm>
#include <iostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/counters/counter_plan.hpp"
#include "analyzers/collect/counters/counters.hpp"
#include "tests/emulated_pmu/guest/loop.hpp"

namespace hone::collect {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

CounterPlan plan_of(std::vector<std::string> events = {}) {
  Plan plan;
  plan.counters = Plan::Counters::requested;
  plan.events = std::move(events);
  Result<CounterPlan> made = plan_counters(plan);
  EXPECT_TRUE(made.ok()) << made.error().what;
  if (!made) return {};
  for (const CountedEvent& event : made->events) {
    std::cout << "  set " << event.set << ": " << event.metric << " = " << event.name << "\n";
  }
  for (const auto& [metric, reason] : made->absent) {
    std::cout << "  without " << metric << ": " << reason << "\n";
  }
  return std::move(*made);
}

const CountedEvent* event_of(const CounterPlan& plan, std::string_view metric) {
  const auto found =
      std::find_if(plan.events.begin(), plan.events.end(),
                   [&](const CountedEvent& event) { return event.metric == metric; });
  return found == plan.events.end() ? nullptr : &*found;
}

// What this PMU does not have, whoever asks.
void expect_absent(const CounterPlan& plan) {
  for (const char* metric : {"branches", "branch_misses", "l1d_loads", "l1d_misses"}) {
    EXPECT_EQ(event_of(plan, metric), nullptr) << metric;
    ASSERT_TRUE(plan.absent.contains(metric)) << metric;
    EXPECT_EQ(plan.absent.at(metric), "this PMU has no such event") << metric;
  }
  EXPECT_THAT(plan.absent.at("llc_misses"), HasSubstr("no event for its last level cache"));
}

TEST(EmulatedPlan, HasWhatTheCoreCounts) {
  const CounterPlan plan = plan_of();
  for (const char* metric : {"instructions", "cycles"}) {
    const CountedEvent* event = event_of(plan, metric);
    ASSERT_NE(event, nullptr) << metric;
    EXPECT_FALSE(event->code.exclude_kernel);
    EXPECT_THAT(event->name, HasSubstr("k=1"));
  }
  EXPECT_EQ(event_of(plan, "instructions")->set, event_of(plan, "cycles")->set);
  expect_absent(plan);
}

TEST(EmulatedPlan, OfAUserLeavesTheKernelOut) {
  const CounterPlan plan = plan_of();
  for (const char* metric : {"instructions", "cycles"}) {
    const CountedEvent* event = event_of(plan, metric);
    ASSERT_NE(event, nullptr) << metric;
    EXPECT_TRUE(event->code.exclude_kernel);
    EXPECT_THAT(event->name, AllOf(HasSubstr("u=1"), Not(HasSubstr("k=1"))));
  }
  expect_absent(plan);
}

TEST(EmulatedPlan, OfAUserWithoutRightsSaysWhatToDo) {
  const CounterPlan plan = plan_of();
  for (const char* metric : {"instructions", "cycles"}) {
    EXPECT_EQ(event_of(plan, metric), nullptr) << metric;
    ASSERT_TRUE(plan.absent.contains(metric)) << metric;
    EXPECT_THAT(plan.absent.at(metric), AllOf(HasSubstr("perf_event_paranoid is 3"),
                                              HasSubstr("sysctl kernel.perf_event_paranoid=")));
  }
}

// More than there are counters for: all are there, in sets that fit.
TEST(EmulatedPlan, NamedEventsAreAllCounted) {
  const CounterPlan plan =
      plan_of({"instructions:u", "instructions", "instructions:k", "cycles:u", "cycles", "cycles:k",
               "r8", "r8:u", "r8:k", "r11", "r11:u", "page-faults"});
  EXPECT_EQ(plan.events.size(), 12U);
  Counters counters = Counters::open(events_of(plan), CounterScope::thread);
  EXPECT_THAT(counters.errors(), ::testing::Each(0));
  counters.begin();
  emulated::run_known_loop(800'000);
  const std::vector<CounterReading>& readings = counters.end();
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const std::optional<double> count = scaled_count(readings[i]);
    ASSERT_TRUE(count.has_value()) << plan.events[i].name;
    const bool is_of_user = !plan.events[i].code.exclude_user;
    if (is_of_user && plan.events[i].code.type != 1) {
      EXPECT_NEAR(*count / 8e7, 1, 0.05);
    }
    std::cout << "  " << plan.events[i].name << ": " << *count << ", of the time "
              << counted_share(readings[i]).value_or(0) << "\n";
  }
}

TEST(EmulatedPlan, UnknownNameIsAnError) {
  Plan plan;
  plan.events = {"instructoins"};
  const Result<CounterPlan> made = plan_counters(plan);
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().what + made.error().next, HasSubstr("instructions"));
}

}  // namespace
}  // namespace hone::collect
