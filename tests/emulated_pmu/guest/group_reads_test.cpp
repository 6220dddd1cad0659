// Counters that count: of a loop whose instructions are known. On this machine an instruction takes
// a nanosecond and a cycle, and the PMU has six counters beside that of cycles.
#include <cerrno>
#include <fstream>
#include <iostream>
#include <span>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "analyzers/collect/counters/counters.hpp"
#include "analyzers/collect/counters/user_counter.hpp"
#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/collect/machine/core_speed.hpp"
#include "tests/emulated_pmu/guest/loop.hpp"

namespace hone::collect {
namespace {

using emulated::instructions_an_iteration;
using emulated::run_known_loop;
using ::testing::Each;
using ::testing::Optional;

constexpr std::uint64_t iterations = 200'000;
constexpr double loop_instructions = instructions_an_iteration * iterations;

EventCode generic(std::uint64_t config, bool in_kernel = false) {
  return {.type = PERF_TYPE_HARDWARE,
          .config = config,
          .exclude_kernel = !in_kernel,
          .exclude_hv = !in_kernel};
}

const EventCode cycles = generic(PERF_COUNT_HW_CPU_CYCLES);
const EventCode instructions = generic(PERF_COUNT_HW_INSTRUCTIONS);

// Cycles and instructions, in one group.
const std::vector<EventInSet> work{{cycles, 0}, {instructions, 0}};

// More than there are counters for; each in a group of its own, or all in one set.
std::vector<EventInSet> too_many(bool apart) {
  std::vector<EventInSet> events;
  for (int i = 0; i < 12; ++i) events.push_back({instructions, apart ? i : 0});
  return events;
}

// Counts what `body` does, by event.
template <class Body>
std::vector<CounterReading> count(Counters& counters, Body body) {
  counters.begin();
  body();
  return counters.end();
}

// Within `tolerance`, relatively.
void expect_near(double seen, double wanted, double tolerance) {
  EXPECT_NEAR(seen / wanted, 1, tolerance) << seen << " instead of " << wanted;
}

TEST(EmulatedCounters, GroupCountsTheLoop) {
  Counters counters = Counters::open(work, CounterScope::thread);
  ASSERT_THAT(counters.errors(), Each(0));
  EXPECT_EQ(counters.groups(), 1U);
  const auto readings = count(counters, [] { run_known_loop(iterations); });
  for (const CounterReading& reading : readings) {
    EXPECT_EQ(reading.enabled, reading.running);
    EXPECT_THAT(counted_share(reading), Optional(1.0));
  }
  expect_near(static_cast<double>(readings[1].value), loop_instructions, 0.0001);
  expect_near(static_cast<double>(readings[0].value), loop_instructions, 0.01);
}

TEST(EmulatedCounters, ReadingsAreDifferences) {
  Counters counters = Counters::open(work, CounterScope::thread);
  for (const std::uint64_t times : {1, 3, 2}) {
    const auto readings = count(counters, [&] { run_known_loop(times * iterations / 10); });
    expect_near(static_cast<double>(readings[1].value),
                static_cast<double>(times) * loop_instructions / 10, 0.001);
  }
}

TEST(EmulatedCounters, ThreadsOfTheProcessAreCounted) {
  Counters counters = Counters::open(work, CounterScope::process);
  const auto readings = count(counters, [] {
    std::thread other([] { run_known_loop(iterations); });
    run_known_loop(iterations);
    other.join();
  });
  expect_near(static_cast<double>(readings[1].value), 2 * loop_instructions, 0.002);
}

TEST(EmulatedCounters, ThreadsScopeLeavesOthersOut) {
  Counters counters = Counters::open(work, CounterScope::thread);
  const auto readings = count(counters, [] {
    std::thread other([] { run_known_loop(iterations); });
    other.join();
  });
  EXPECT_LT(readings[1].value, loop_instructions / 100);
}

TEST(EmulatedCounters, SetThatThePmuCannotHoldIsSplit) {
  Counters counters = Counters::open(too_many(/*apart=*/false), CounterScope::thread);
  EXPECT_THAT(counters.errors(), Each(0));
  EXPECT_EQ(counters.groups(), 2U);
  const auto readings = count(counters, [] { run_known_loop(8 * iterations); });
  for (const CounterReading& reading : readings) {
    const std::optional<double> scaled = scaled_count(reading);
    ASSERT_TRUE(scaled.has_value());
    EXPECT_LT(counted_share(reading).value_or(0), 0.9);
    expect_near(*scaled, 8 * loop_instructions, 0.03);
  }
}

TEST(EmulatedCounters, CountersInTurnsAreScaled) {
  Counters counters = Counters::open(too_many(/*apart=*/true), CounterScope::thread);
  EXPECT_THAT(counters.errors(), Each(0));
  EXPECT_EQ(counters.groups(), 12U);
  const auto readings = count(counters, [] { run_known_loop(8 * iterations); });
  double shares = 0;
  for (const CounterReading& reading : readings) {
    const std::optional<double> scaled = scaled_count(reading);
    ASSERT_TRUE(scaled.has_value());
    expect_near(*scaled, 8 * loop_instructions, 0.03);
    shares += counted_share(reading).value_or(0);
  }
  EXPECT_NEAR(shares, 6, 1.1);  // of 12
}

TEST(EmulatedCounters, OneThatHadNoTurnIsAbsent) {
  Counters counters = Counters::open(too_many(/*apart=*/true), CounterScope::thread);
  const auto readings = count(counters, [] { run_known_loop(iterations / 1000); });
  int absent = 0;
  for (const CounterReading& reading : readings) {
    const std::optional<double> scaled = scaled_count(reading);
    if (!scaled) ++absent;
    if (scaled) expect_near(*scaled, loop_instructions / 1000, 0.3);
  }
  EXPECT_GT(absent, 0);
}

TEST(EmulatedCounters, EventThatTheCoreLacksIsRefused) {
  const std::vector<EventInSet> events{{instructions, 0},
                                       {generic(PERF_COUNT_HW_CACHE_MISSES), 0},
                                       {generic(PERF_COUNT_HW_BRANCH_MISSES), 1},
                                       {cycles, 0}};
  Counters counters = Counters::open(events, CounterScope::thread);
  EXPECT_THAT(counters.errors(), ::testing::ElementsAre(0, ENOENT, ENOENT, 0));
  const auto readings = count(counters, [] { run_known_loop(iterations); });
  expect_near(static_cast<double>(readings[0].value), loop_instructions, 0.001);
  EXPECT_EQ(readings[1].running, 0U);
  EXPECT_EQ(readings[2].running, 0U);
  expect_near(static_cast<double>(readings[3].value), loop_instructions, 0.01);
}

TEST(EmulatedCounters, AreRefused) {
  for (const CounterScope scope : {CounterScope::thread, CounterScope::process}) {
    Counters counters = Counters::open(work, scope);
    EXPECT_THAT(counters.errors(), Each(EACCES));
    EXPECT_EQ(counters.groups(), 0U);
  }
}

TEST(EmulatedCounters, KernelIsRefusedToAUser) {
  const std::vector<EventInSet> events{{generic(PERF_COUNT_HW_INSTRUCTIONS, true), 0},
                                       {instructions, 1}};
  EXPECT_THAT(Counters::open(events, CounterScope::thread).errors(),
              ::testing::ElementsAre(EACCES, 0));
}

// Two groups of seven take turns. Prints what the kernel gives of one before and after the loop:
// the bytes of tests/fixtures/perf/armv8_group_*.hex were recorded so.
TEST(EmulatedCounters, GroupIsReadAsTheKernelLaysItOut) {
  const auto open_group = [] {
    std::vector<Descriptor> group;
    for (int i = 0; i < 7; ++i) {
      perf_event_attr attributes{};
      attributes.size = sizeof attributes;
      attributes.type = PERF_TYPE_HARDWARE;
      attributes.config = i == 0 ? PERF_COUNT_HW_CPU_CYCLES : PERF_COUNT_HW_INSTRUCTIONS;
      attributes.exclude_kernel = 1;
      attributes.exclude_hv = 1;
      attributes.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_ID | PERF_FORMAT_TOTAL_TIME_ENABLED |
                               PERF_FORMAT_TOTAL_TIME_RUNNING;
      const int leader = group.empty() ? -1 : group.front().get();
      group.emplace_back(static_cast<int>(
          syscall(SYS_perf_event_open, &attributes, 0, -1, leader, PERF_FLAG_FD_CLOEXEC)));
    }
    return group;
  };
  const std::vector<Descriptor> group = open_group();
  const std::vector<Descriptor> other = open_group();
  const auto read_group = [&group] {
    std::vector<std::uint64_t> words(3 + 2 * group.size());
    const std::size_t size = words.size() * sizeof words[0];
    EXPECT_EQ(read(group.front().get(), words.data(), size), static_cast<ssize_t>(size));
    for (const std::uint64_t word : words) std::cout << std::hex << word << std::dec << '\n';
    return words;
  };
  read_group();
  run_known_loop(8 * iterations);
  const std::vector<std::uint64_t> after = read_group();
  const auto parsed = GroupReading::parse(std::as_bytes(std::span(after)));
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->size(), 7U);
  expect_near(*scaled_count(parsed->counter(6)), 8 * loop_instructions, 0.05);
}

const std::string known_loop = "/hone/bin/known_loop";
const std::string loop_length = std::to_string(iterations);

// Counters of commands, as hone runs them.
class EmulatedCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<Launcher> started = Launcher::start();
    ASSERT_TRUE(started.ok()) << started.error().what;
    launcher_.emplace(std::move(*started));
  }

  std::vector<CounterReading> count_events(std::vector<std::string> argv,
                                           std::span<const EventInSet> events) {
    const Result<PreparedCommand> command = PreparedCommand::prepare({std::move(argv), {}, ""});
    RunRequest request;
    request.command = &*command;
    request.events = events;
    const Result<CommandRun, RunError> run = launcher_->run(request);
    EXPECT_TRUE(run.ok() && run->exit.code == 0);
    return run.ok() ? run->counted : std::vector<CounterReading>(events.size());
  }

  // Instructions in user space.
  double count_command(std::vector<std::string> argv) {
    const std::vector<CounterReading> readings = count_events(std::move(argv), work);
    EXPECT_THAT(counted_share(readings[1]), Optional(1.0));
    return static_cast<double>(readings[1].value);
  }

  // Of the known loop, in so many processes. What starting them takes differs between releases of
  // the C library, so it is measured with a loop of one iteration, and taken off.
  void expect_loops(int processes) {
    const auto counted = [&](std::uint64_t length) {
      return count_command({known_loop, std::to_string(length), std::to_string(processes - 1)});
    };
    const double start = counted(1);
    EXPECT_LT(start, 0.02 * processes * loop_instructions);
    expect_near(counted(iterations) - start, processes * loop_instructions, 0.005);
  }

  std::optional<Launcher> launcher_;
};

TEST_F(EmulatedCommands, EachRunIsCountedByItself) {
  for (int run = 0; run < 3; ++run) {
    expect_loops(1);
    EXPECT_LT(count_command({"/hone/bin/exits_at_once"}), 100'000);
  }
}

TEST_F(EmulatedCommands, ChildrenOfChildrenAreCounted) {
  expect_loops(4);
  expect_near(count_command({"/bin/sh", "-c", known_loop + " " + loop_length + " & wait"}),
              loop_instructions, 0.05);
}

TEST_F(EmulatedCommands, MoreEventsThanCountersAreScaled) {
  const std::vector<EventInSet> events = too_many(/*apart=*/true);
  const auto readings = count_events({known_loop, std::to_string(8 * iterations)}, events);
  for (const CounterReading& reading : readings) {
    const std::optional<double> scaled = scaled_count(reading);
    ASSERT_TRUE(scaled.has_value());
    EXPECT_LT(counted_share(reading).value_or(1), 0.9);
    expect_near(*scaled, 8 * loop_instructions, 0.05);
  }
}

// A set of more than the PMU holds; its leader waits for the exec.
TEST_F(EmulatedCommands, SetThatThePmuCannotHoldIsSplit) {
  const std::vector<EventInSet> events = too_many(/*apart=*/false);
  const auto readings = count_events({known_loop, std::to_string(8 * iterations)}, events);
  for (const CounterReading& reading : readings) {
    const std::optional<double> scaled = scaled_count(reading);
    ASSERT_TRUE(scaled.has_value());
    expect_near(*scaled, 8 * loop_instructions, 0.05);
  }
}

TEST_F(EmulatedCommands, AreCountedAfterTheLauncherWasLost) {
  kill(launcher_->pid(), SIGKILL);
  expect_loops(1);
  expect_loops(1);
}

// What one reading costs, in instructions of the user's and the kernel's.
double instructions_a_reading(Counters& counters) {
  const std::vector<EventInSet> all{{generic(PERF_COUNT_HW_INSTRUCTIONS, true), 0}};
  Counters outer = Counters::open(all, CounterScope::process);
  EXPECT_THAT(outer.errors(), Each(0));
  constexpr int pairs = 100;
  const auto spent = count(outer, [&] {
    for (int i = 0; i < pairs; ++i) {
      counters.begin();
      counters.end();
    }
  });
  return static_cast<double>(spent[0].value) / (2 * pairs);
}

void permit_user_access(bool permit) {
  std::ofstream("/proc/sys/kernel/perf_user_access") << (permit ? 1 : 0) << std::endl;
}

TEST(EmulatedUserAccess, IsUsedWherePermittedAndCountsTheSame) {
  permit_user_access(false);
  Counters by_call = Counters::open(work, CounterScope::thread);
  ASSERT_THAT(by_call.errors(), Each(0));
  EXPECT_FALSE(by_call.are_read_in_user_space());
  const double call_cost = instructions_a_reading(by_call);
  const auto called = count(by_call, [] { run_known_loop(iterations); });
  by_call = {};

  permit_user_access(true);
  Counters direct = Counters::open(work, CounterScope::thread);
  ASSERT_THAT(direct.errors(), Each(0));
  EXPECT_TRUE(direct.are_read_in_user_space());
  const double direct_cost = instructions_a_reading(direct);
  const auto read = count(direct, [] { run_known_loop(iterations); });
  permit_user_access(false);

  std::cout << "a reading of two counters: " << call_cost << " instructions by system call, "
            << direct_cost << " without\n";
  EXPECT_LT(direct_cost, call_cost / 3);
  expect_near(static_cast<double>(read[1].value), loop_instructions, 0.0001);
  EXPECT_NEAR(static_cast<double>(read[1].value), static_cast<double>(called[1].value), 1000);
  EXPECT_EQ(read[1].enabled, read[1].running);
  EXPECT_NEAR(static_cast<double>(read[1].enabled), static_cast<double>(called[1].enabled), 1e6);
}

// Not only differences: a beginning may be read in one way and its end in the other.
TEST(EmulatedUserAccess, GivesTheKernelsOwnTotals) {
  permit_user_access(true);
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
  attributes.config1 = user_access_request;
  attributes.exclude_kernel = 1;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  const Descriptor counter(
      static_cast<int>(syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0)));
  ASSERT_TRUE(counter);
  void* memory = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, counter.get(), 0);
  ASSERT_NE(memory, MAP_FAILED);
  run_known_loop(iterations);
  const auto direct = read_in_user_space(*static_cast<const perf_event_mmap_page*>(memory));
  CounterReading called;
  ASSERT_EQ(read(counter.get(), &called, sizeof called), static_cast<ssize_t>(sizeof called));
  permit_user_access(false);
  ASSERT_TRUE(direct.has_value());
  EXPECT_NEAR(static_cast<double>(direct->value), static_cast<double>(called.value), 2000);
  EXPECT_NEAR(static_cast<double>(direct->enabled), static_cast<double>(called.enabled), 1e5);
  EXPECT_NEAR(static_cast<double>(direct->running), static_cast<double>(called.running), 1e5);
}

// 32 bits are soon full: the kernel then sets the register anew.
TEST(EmulatedUserAccess, CountsBeyondTheRegister) {
  permit_user_access(true);
  Counters counters = Counters::open(work, CounterScope::thread);
  constexpr std::uint64_t many = 24'000'000;
  const auto readings = count(counters, [] { run_known_loop(many); });
  permit_user_access(false);
  expect_near(static_cast<double>(readings[1].value), double{instructions_an_iteration} * many,
              0.001);
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

TEST(EmulatedCoreSpeed, EstimatesTheCyclesOfAComputation) {
  Counters counters = Counters::open(work, CounterScope::thread);
  const double start = cpu_seconds();
  const auto readings = count(counters, [] { run_known_loop(iterations); });
  const double estimated = (cpu_seconds() - start) * core_frequency();
  std::cout << "cycles estimated: " << estimated << ", counted: " << readings[0].value << "\n";
  expect_near(estimated, static_cast<double>(readings[0].value), 0.1);
}

}  // namespace
}  // namespace hone::collect
