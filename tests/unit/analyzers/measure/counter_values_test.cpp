#include "analyzers/measure/counter_values.hpp"

#include <gtest/gtest.h>

namespace hone::measure {
namespace {

collect::CounterPlan plan_of(std::vector<collect::CountedEvent> events) {
  return {.events = std::move(events), .absent = {}};
}

TEST(CounterValues, ArePerIterationAndScaledToTheWholeTime) {
  const auto plan = plan_of({{"instructions", "i", {}, 0}, {"llc_misses", "m", {}, 1}});
  BlockValues values;
  ByMetric<double> shares;
  add_counts(plan, std::vector<collect::CounterReading>{{5000, 100, 100}, {300, 100, 50}}, 10,
             values, shares);
  EXPECT_EQ(values.at("instructions"), 500);
  EXPECT_EQ(values.at("llc_misses"), 60);
  EXPECT_EQ(shares.at("instructions"), 1);
  EXPECT_EQ(shares.at("llc_misses"), 0.5);
}

TEST(CounterValues, WhatWasNotOnThePmuHasNoValue) {
  const auto plan = plan_of({{"llc_misses", "m", {}, 0}});
  BlockValues values;
  ByMetric<double> shares;
  add_counts(plan, std::vector<collect::CounterReading>{{0, 100, 0}}, 1, values, shares);
  EXPECT_TRUE(values.empty());
  EXPECT_TRUE(shares.empty());
}

TEST(CounterValues, AZeroIsAValue) {
  const auto plan = plan_of({{"page_faults", "f", {}, 0}});
  BlockValues values{{"page_faults", 7}};
  ByMetric<double> shares;
  add_counts(plan, std::vector<collect::CounterReading>{{0, 100, 100}}, 1, values, shares);
  EXPECT_EQ(values.at("page_faults"), 0);
}

TEST(CounterValues, TheLeastShareIsKept) {
  const auto plan = plan_of({{"cycles", "c", {}, 0}});
  BlockValues values;
  ByMetric<double> shares;
  for (const std::uint64_t running : {50U, 20U, 80U}) {
    add_counts(plan, std::vector<collect::CounterReading>{{1, 100, running}}, 1, values, shares);
  }
  EXPECT_EQ(shares.at("cycles"), 0.2);
}

TEST(CounterValues, CyclesBecomeSlots) {
  const auto plan = plan_of({{"topdown_slots", "c", {}, 0, 4}});
  BlockValues values;
  ByMetric<double> shares;
  add_counts(plan, std::vector<collect::CounterReading>{{1000, 10, 10}}, 2, values, shares);
  EXPECT_EQ(values.at("topdown_slots"), 2000);
}

TEST(CounterValues, AnAnswerForOtherEventsIsNotOurs) {
  const auto plan = plan_of({{"cycles", "c", {}, 0}});
  BlockValues values;
  ByMetric<double> shares;
  add_counts(plan, {}, 1, values, shares);
  add_counts(plan, std::vector<collect::CounterReading>{{1, 1, 1}, {2, 2, 2}}, 1, values, shares);
  EXPECT_TRUE(values.empty());
}

}  // namespace
}  // namespace hone::measure
