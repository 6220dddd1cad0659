// With the kernel's own events, which need no PMU; what they must count is known or is told by
// rusage. Where counting is not permitted there is nothing to be tested.
#include "analyzers/collect/counters/counters.hpp"

#include <cerrno>
#include <future>
#include <thread>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analyzers/collect/counters/pmu_probe.hpp"
#include "analyzers/collect/process/sanitizer.hpp"

namespace hone::collect {
namespace {

// linux/perf_event.h: PERF_TYPE_SOFTWARE and its numbers. In user space: permitted to anyone.
constexpr EventCode software(std::uint64_t number) {
  return {.type = 1, .config = number, .exclude_kernel = true, .exclude_hv = true};
}
constexpr EventCode task_clock = software(1);
constexpr EventCode page_faults = software(2);
constexpr EventCode minor_faults = software(5);
constexpr EventCode unknown{.type = 1, .config = 999, .exclude_kernel = true};

constexpr std::size_t pages = 200;

// So many page faults, and those of its own stack.
void touch_pages() {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* memory =
      mmap(nullptr, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  madvise(memory, pages * page, MADV_NOHUGEPAGE);
  auto* bytes = static_cast<volatile char*>(memory);
  for (std::size_t i = 0; i < pages; ++i) bytes[i * page] = 1;
  munmap(memory, pages * page);
}

// A sanitizer's shadow memory has faults of its own.
constexpr std::uint64_t other_faults = built_with_sanitizer ? 2000 : 20;

class CountersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (try_to_open(page_faults) != 0) GTEST_SKIP() << "may not count here";
  }
};

TEST_F(CountersTest, CountWhatHappensInBetween) {
  const std::vector<EventInSet> events{{page_faults, 0}, {task_clock, 0}};
  Counters counters = Counters::open(events, CounterScope::thread);
  touch_pages();
  for (int round = 0; round < 3; ++round) {
    counters.begin();
    touch_pages();
    const std::vector<CounterReading>& counted = counters.end();
    EXPECT_GE(counted[0].value, pages);
    EXPECT_LE(counted[0].value, pages + other_faults);
    EXPECT_GT(counted[1].value, 0U);
    EXPECT_EQ(counted_share(counted[0]), 1.0);
  }
}

TEST_F(CountersTest, NothingIsCountedAsZeroAndNotAsAbsent) {
  const EventInSet event{page_faults, 0};
  Counters counters = Counters::open({&event, 1}, CounterScope::thread);
  counters.begin();
  counters.end();
  counters.begin();
  EXPECT_EQ(scaled_count(counters.end()[0]), 0.0);
}

TEST_F(CountersTest, ASetIsOneGroup) {
  const std::vector<EventInSet> events{{page_faults, 0}, {minor_faults, 0}, {task_clock, 1}};
  for (const CounterScope scope : {CounterScope::thread, CounterScope::process}) {
    Counters counters = Counters::open(events, scope);
    EXPECT_EQ(counters.groups(), 2U);
    EXPECT_EQ(counters.errors(), (std::vector<int>{0, 0, 0}));
    counters.begin();
    touch_pages();
    const std::vector<CounterReading>& counted = counters.end();
    EXPECT_EQ(counted[0].value, counted[1].value);
    EXPECT_GE(counted[1].value, pages);
  }
}

TEST_F(CountersTest, WhatCannotBeOpenedLeavesTheOthersAlone) {
  for (std::size_t place = 0; place < 3; ++place) {
    std::vector<EventInSet> events{{page_faults, 0}, {minor_faults, 0}, {minor_faults, 0}};
    events[place].code = unknown;
    Counters counters = Counters::open(events, CounterScope::thread);
    counters.begin();
    touch_pages();
    const std::vector<CounterReading>& counted = counters.end();
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(counters.errors()[i] != 0, i == place);
      EXPECT_EQ(scaled_count(counted[i]).has_value(), i != place);
    }
  }
}

TEST_F(CountersTest, WithoutABeginningThereIsNoEnd) {
  const EventInSet event{page_faults, 0};
  Counters counters = Counters::open({&event, 1}, CounterScope::thread);
  touch_pages();
  EXPECT_FALSE(scaled_count(counters.end()[0]).has_value());
  counters.begin();
  counters.end();
  EXPECT_FALSE(scaled_count(counters.end()[0]).has_value());
}

TEST_F(CountersTest, NoEventsAreNoTrouble) {
  Counters counters = Counters::open({}, CounterScope::process);
  counters.begin();
  EXPECT_TRUE(counters.end().empty());
  Counters none;
  none.begin();
  EXPECT_TRUE(none.end().empty());
}

TEST_F(CountersTest, AThreadsCountersAreBlindToOthers) {
  const EventInSet event{page_faults, 0};
  Counters counters = Counters::open({&event, 1}, CounterScope::thread);
  std::thread(touch_pages).join();
  counters.begin();
  std::promise<void> go;
  std::thread other([&] {
    go.get_future().wait();
    touch_pages();
  });
  go.set_value();
  other.join();
  EXPECT_LT(counters.end()[0].value, pages);
}

TEST_F(CountersTest, AProcesssCountersSeeThreadsMadeLater) {
  const EventInSet event{page_faults, 0};
  Counters counters = Counters::open({&event, 1}, CounterScope::process);
  // One that lives on, one that has ended, and one of another's.
  counters.begin();
  std::promise<void> touched;
  std::promise<void> end;
  std::thread living([&] {
    touch_pages();
    touched.set_value();
    end.get_future().wait();
  });
  touched.get_future().wait();
  std::thread([] { std::thread(touch_pages).join(); }).join();
  const std::uint64_t faults = counters.end()[0].value;
  EXPECT_GE(faults, 2 * pages);
  EXPECT_LE(faults, 2 * pages + 3 * 100 + other_faults);
  end.set_value();
  living.join();
}

TEST_F(CountersTest, NoProcessIsNoTrouble) {
  const EventInSet event{page_faults, 0};
  Counters counters = Counters::open({&event, 1}, CounterScope::children, 0x7fff'fff0);
  EXPECT_EQ(counters.errors()[0], ESRCH);
  counters.begin();
  EXPECT_FALSE(scaled_count(counters.end()[0]).has_value());
}

TEST_F(CountersTest, TheKernelsEventsAreReadBySystemCall) {
  const EventInSet event{page_faults, 0};
  EXPECT_FALSE(Counters::open({&event, 1}, CounterScope::thread).are_read_in_user_space());
}

// With a PMU only.
TEST_F(CountersTest, ALoopsInstructionsAreCounted) {
  const EventInSet event{{.config = 1, .exclude_kernel = true, .exclude_hv = true}, 0};
  if (probe_event(event.code).state != CounterState::counts) GTEST_SKIP() << "no PMU";
  Counters counters = Counters::open({&event, 1}, CounterScope::thread);
  const auto loop = [&](int rounds) {
    counters.begin();
    volatile int sink = 0;
    for (int i = 0; i < rounds; ++i) sink = sink + i;
    return scaled_count(counters.end()[0]).value_or(0);
  };
  loop(1000);
  EXPECT_NEAR(loop(200'000) / loop(100'000), 2, 0.05);
}

}  // namespace
}  // namespace hone::collect
