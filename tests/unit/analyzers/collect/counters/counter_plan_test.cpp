#include "analyzers/collect/counters/counter_plan.hpp"

#include <algorithm>
#include <cerrno>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/counters/event_table.hpp"

namespace hone::collect {
namespace {

using ::testing::HasSubstr;

Plan plan_with(Plan::Counters counters, std::vector<std::string> events = {}) {
  Plan plan;
  plan.counters = counters;
  plan.events = std::move(events);
  return plan;
}

CounterPlan planned(const Plan& plan) {
  const Result<CounterPlan> result = plan_counters(plan);
  EXPECT_TRUE(result.ok()) << result.error().what;
  return result ? *result : CounterPlan{};
}

bool counts(const CounterPlan& plan, std::string_view metric) {
  return std::any_of(plan.events.begin(), plan.events.end(),
                     [&](const CountedEvent& event) { return event.metric == metric; });
}

// Whatever machine this is: a metric is counted, or absent with a reason.
void expect_whole(const CounterPlan& plan) {
  for (const std::string_view metric : usual_metrics()) {
    const auto absent = plan.absent.find(metric);
    EXPECT_NE(counts(plan, metric), absent != plan.absent.end()) << metric;
    EXPECT_TRUE(absent == plan.absent.end() || !absent->second.empty()) << metric;
  }
  std::set<std::string> metrics;
  int last_set = -1;
  for (const CountedEvent& event : plan.events) {
    EXPECT_TRUE(metrics.insert(event.metric).second) << event.metric;
    EXPECT_FALSE(event.name.empty());
    EXPECT_GE(event.set, last_set);  // sets lie together
    EXPECT_EQ(try_to_open(event.code), 0) << event.name;
    last_set = event.set;
  }
}

// --- the plan ---

TEST(CounterPlan, OffOpensNothing) {
  const CounterPlan plan = planned(plan_with(Plan::Counters::off, {"page-faults"}));
  EXPECT_TRUE(plan.events.empty());
  EXPECT_EQ(plan.absent.at("cycles"), "not asked for (--collect counters)");
  expect_whole(plan);
}

TEST(CounterPlan, WithoutAPmuNothingIsCountedUnasked) {
  const CounterPlan plan = planned(plan_with(Plan::Counters::if_pmu));
  expect_whole(plan);
  const PmuStatus pmu = probe_pmu();
  if (pmu.available) return;
  EXPECT_TRUE(plan.events.empty());
  EXPECT_THAT(plan.absent.at("instructions"), HasSubstr(pmu.reason));
}

TEST(CounterPlan, AskedForEachIsTried) {
  const CounterPlan plan = planned(plan_with(Plan::Counters::requested));
  expect_whole(plan);
  EXPECT_NE(counts(plan, "cpu_migrations"), plan.absent.contains("cpu_migrations"));
  if (probe_pmu().available) {
    EXPECT_NE(counts(plan, "topdown_slots"), plan.absent.contains("topdown_slots"));
  }
}

TEST(CounterPlan, TopdownEventsTakeCountersOnlyWhenAskedFor) {
  EXPECT_FALSE(counts(planned(plan_with(Plan::Counters::if_pmu)), "topdown_slots"));
}

TEST(CounterPlan, EventsOfTheKernelDoNotWaitWithThoseOfThePmu) {
  const CounterPlan plan =
      planned(plan_with(Plan::Counters::requested, {"cycles", "page-faults", "instructions"}));
  for (const CountedEvent& one : plan.events) {
    for (const CountedEvent& other : plan.events) {
      if (one.set != other.set) continue;
      EXPECT_EQ(one.code.type == 1, other.code.type == 1) << one.name;  // 1: the kernel's own
    }
  }
}

TEST(CounterPlan, NamedEventsReplaceTheUsual) {
  const CounterPlan plan =
      planned(plan_with(Plan::Counters::if_pmu, {"page-faults", "task-clock", "minor-faults:u"}));
  expect_whole(plan);
  EXPECT_THAT(plan.absent.at("cycles"), HasSubstr("--events"));
  if (try_to_open({.type = 1, .config = 2}) != 0) GTEST_SKIP() << "may not count here";
  ASSERT_EQ(plan.events.size(), 3U);
  EXPECT_EQ(plan.events[0].metric, "event_page_faults");
  EXPECT_EQ(plan.events[0].name, "perf::PERF_COUNT_SW_PAGE_FAULTS:u=1:k=1");
  EXPECT_EQ(plan.events[1].metric, "task_clock");
  EXPECT_EQ(plan.events[2].metric, "minor_faults_u");
}

TEST(CounterPlan, AnEventDoesNotTakeTheNameOfAMetricThatTheUserDefined) {
  Plan plan = plan_with(Plan::Counters::requested, {"minor-faults"});
  plan.command.metrics.push_back({.id = "minor_faults", .pattern = "minor_faults=([0-9]+)"});
  const CounterPlan counters = planned(plan);
  EXPECT_FALSE(counts(counters, "minor_faults"));
  EXPECT_NE(counts(counters, "minor_faults_2"), counters.absent.contains("minor_faults_2"));
}

TEST(CounterPlan, ClocksAreToldInSeconds) {
  const CounterPlan plan = planned(plan_with(Plan::Counters::requested, {"task-clock"}));
  if (plan.events.empty()) GTEST_SKIP() << "may not count here";
  EXPECT_EQ(plan.events[0].metric, "task_clock");
  EXPECT_DOUBLE_EQ(plan.events[0].weight, 1e-9);
}

TEST(CounterPlan, AnEventUnderTwoNamesIsOne) {
  const CounterPlan plan =
      planned(plan_with(Plan::Counters::requested, {"page-faults", "faults", "PAGE-FAULTS"}));
  EXPECT_LE(plan.events.size(), 1U);
}

TEST(CounterPlan, TwoEventsOfOneIdAreToldApart) {
  const CounterPlan plan = planned(plan_with(
      Plan::Counters::requested, {"minor-faults:u", "minor-faults:u:k", "perf::minor-faults:k"}));
  expect_whole(plan);
}

TEST(CounterPlan, EventsThatFitShareASet) {
  const CounterPlan plan =
      planned(plan_with(Plan::Counters::requested, {"page-faults", "task-clock", "minor-faults"}));
  for (const CountedEvent& event : plan.events) EXPECT_EQ(event.set, plan.events[0].set);
}

TEST(CounterPlan, AnEventThatIsNotHereIsAbsent) {
  // No PMU of today has this code, and where it opens all the same it is counted.
  const CounterPlan plan =
      planned(plan_with(Plan::Counters::requested, {"r7fffff1", "page-faults"}));
  EXPECT_NE(counts(plan, "r7fffff1"), plan.absent.contains("r7fffff1"));
}

TEST(CounterPlan, AnUnknownEventIsAnError) {
  const auto result =
      plan_counters(plan_with(Plan::Counters::requested, {"cycles", "instrutions"}));
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().what, HasSubstr("'instrutions'"));
}

// --- ids ---

TEST(MetricOfEvent, NamesThatMeanAMetricAreThatMetric) {
  EXPECT_EQ(metric_of_event("instructions"), "instructions");
  EXPECT_EQ(metric_of_event("CYCLES"), "cycles");
  EXPECT_EQ(metric_of_event("branch-misses"), "branch_misses");
  EXPECT_EQ(metric_of_event("Branch-Misses"), "branch_misses");
  EXPECT_EQ(metric_of_event("migrations"), "cpu_migrations");
  // hone has those of the whole process from elsewhere.
  EXPECT_EQ(metric_of_event("page-faults"), "event_page_faults");
  EXPECT_EQ(metric_of_event("migrations"), "cpu_migrations");
}

TEST(MetricOfEvent, OthersKeepTheirLettersAndDigits) {
  EXPECT_EQ(metric_of_event("L1-dcache-load-misses"), "l1_dcache_load_misses");
  EXPECT_EQ(metric_of_event("skl::INST_RETIRED:ANY_P"), "skl__inst_retired_any_p");
  EXPECT_EQ(metric_of_event("instructions:u"), "instructions_u");
  EXPECT_EQ(metric_of_event("r1a2"), "r1a2");
  EXPECT_EQ(metric_of_event("4k_aliasing"), "event_4k_aliasing");
  EXPECT_EQ(metric_of_event(""), "event_");
}

TEST(MetricOfEvent, ANameThatOnlySoundsLikeAMetricIsAnother) {
  EXPECT_EQ(metric_of_event("l1d-misses"), "event_l1d_misses");
  EXPECT_EQ(metric_of_event("frequency"), "event_frequency");
}

// --- reasons ---

const PmuStatus no_pmu{false, "this virtual machine shows no PMU", "use another machine"};
const PmuStatus pmu{true, "cycles and instructions count", ""};
constexpr EventCode hardware{.type = 0, .config = 3};
constexpr EventCode switches{.type = 1, .config = 3};

TEST(WhyNotCounted, NoEventIsNotTheSameAsNoPmu) {
  EXPECT_EQ(why_not_counted(ENOENT, hardware, no_pmu, 2), no_pmu.reason);
  EXPECT_EQ(why_not_counted(ENOENT, hardware, pmu, 2), "this PMU has no such event");
  EXPECT_EQ(why_not_counted(EOPNOTSUPP, hardware, pmu, 2), "this PMU has no such event");
}

TEST(WhyNotCounted, APermissionComesWithItsRemedy) {
  EXPECT_THAT(why_not_counted(EACCES, switches, no_pmu, 2),
              HasSubstr("sudo sysctl kernel.perf_event_paranoid=1"));
  EXPECT_THAT(why_not_counted(EPERM, hardware, pmu, 4), HasSubstr("perf_event_paranoid is 4"));
  EXPECT_THAT(why_not_counted(EPERM, hardware, pmu, 4),
              HasSubstr("sudo sysctl kernel.perf_event_paranoid=2"));
  EXPECT_THAT(why_not_counted(ENOSYS, hardware, pmu, {}), HasSubstr("seccomp"));
}

TEST(WhyNotCounted, EveryErrorHasWords) {
  for (const int error : {EINVAL, EMFILE, ENFILE, EBUSY, ENOSPC, E2BIG, EIO}) {
    EXPECT_FALSE(why_not_counted(error, hardware, pmu, 1).empty()) << error;
  }
  EXPECT_THAT(why_not_counted(EMFILE, hardware, pmu, 1), HasSubstr("ulimit"));
}

}  // namespace
}  // namespace hone::collect
