// In workers, whose workload test/faults has 100 page faults in an iteration.
#include "analyzers/collect/counters/work_counters.hpp"

#include <gtest/gtest.h>

#include "analyzers/collect/counters/pmu_probe.hpp"
#include "analyzers/collect/process/sanitizer.hpp"
#include "analyzers/collect/worker/worker_client.hpp"

namespace hone::collect {
namespace {

// linux/perf_event.h: PERF_TYPE_SOFTWARE and its numbers.
constexpr EventCode counted_faults{.type = 1, .config = 2, .exclude_kernel = true};
constexpr EventCode uncounted{.type = 1, .config = 999, .exclude_kernel = true};

class WorkCountersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (try_to_open(counted_faults) != 0) GTEST_SKIP() << "may not count here";
  }

  // Of a block of 50 iterations.
  static std::vector<CounterReading> counted(const std::string& variant,
                                             const std::vector<EventInSet>& events) {
    WorkerLaunch launch;
    launch.job = {"test/faults", variant, {}, events};
    launch.timeout = Seconds(20);
    Result<Worker, Failure> worker = Worker::launch(launch);
    EXPECT_TRUE(worker.ok());
    const auto ready = worker->await_ready();
    EXPECT_TRUE(ready.ok()) << ready.error().text;
    const auto block = worker->measure(50);
    EXPECT_TRUE(block.ok()) << block.error().text;
    EXPECT_GE(block->faults, 100U);
    return block->counted;
  }
};

// A sanitizer's own faults.
constexpr double others = built_with_sanitizer ? 2000 : 100;

TEST_F(WorkCountersTest, CountWhatTheKernelDoes) {
  const auto faults = counted("alone", {{counted_faults, 0}});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_NEAR(scaled_count(faults[0]).value_or(0), 5000, others);
}

TEST_F(WorkCountersTest, SeeThreadsThatAWorkloadHas) {
  const auto faults = counted("thread", {{counted_faults, 0}});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_NEAR(scaled_count(faults[0]).value_or(0), 5000, others);
}

TEST_F(WorkCountersTest, CountNothingRatherThanHalfOfIt) {
  EXPECT_TRUE(counted("late_thread", {{counted_faults, 0}}).empty());
}

TEST_F(WorkCountersTest, AnEventThatIsNotThereIsNotCounted) {
  const auto faults = counted("alone", {{uncounted, 0}, {counted_faults, 1}});
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_FALSE(scaled_count(faults[0]).has_value());
  EXPECT_TRUE(scaled_count(faults[1]).has_value());
}

TEST_F(WorkCountersTest, NothingIsCountedUnasked) { EXPECT_TRUE(counted("alone", {}).empty()); }

TEST(OtherThreads, AreSeenByTheirCpuTime) {
  EXPECT_FALSE(other_threads_worked({1000, 900}, {5'001'000, 5'000'900}));
  EXPECT_FALSE(other_threads_worked({1000, 900}, {5'010'000, 5'000'900}));  // clocks in turn
  EXPECT_TRUE(other_threads_worked({1000, 900}, {5'051'000, 5'000'900}));
  EXPECT_FALSE(other_threads_worked({1000, 900}, {5'000'000, 5'000'900}));
}

}  // namespace
}  // namespace hone::collect
