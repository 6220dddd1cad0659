#include "analyzers/collect/counters/abilities_probe.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/counters/event_table.hpp"
#include "analyzers/collect/counters/pmu_probe.hpp"

namespace hone::collect {
namespace {

using ::testing::HasSubstr;

TEST(CounterAbilities, TellEachUsualMetricAndTheKernelsOwn) {
  const CounterAbilities abilities = collect_counter_abilities();
  std::set<std::string> told;
  for (const CounterStatus& status : abilities.counters) {
    EXPECT_TRUE(told.insert(status.metric).second) << status.metric;
    EXPECT_NE(status.event.empty(), status.unavailable.empty()) << status.metric;
  }
  for (const std::string_view metric : usual_metrics()) {
    EXPECT_TRUE(told.contains(std::string(metric))) << metric;
  }
  EXPECT_FALSE(abilities.permission.empty());
  EXPECT_EQ(abilities.at_once > 0,
            probe_event({.config = 1, .exclude_kernel = true}).state == CounterState::counts);
}

TEST(DescribeParanoid, SaysWhatEachLevelPermits) {
  EXPECT_THAT(describe_paranoid(3, false), HasSubstr("nothing may be counted"));
  EXPECT_THAT(describe_paranoid(2, false), HasSubstr("but not what the kernel does"));
  EXPECT_THAT(describe_paranoid(1, false), HasSubstr("with what the kernel does"));
  EXPECT_THAT(describe_paranoid(-1, false), HasSubstr("is -1"));
  EXPECT_THAT(describe_paranoid(2, true), HasSubstr("does not bind root"));
  EXPECT_THAT(describe_paranoid({}, true), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace hone::collect
