// Counters of the catalogue's workloads: the worker's own, around each block.
#include <fstream>
#include <iostream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include "analyzers/collect/worker/worker_client.hpp"
#include "tests/emulated_pmu/guest/loop.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

Kernel alone(const Parameters& parameters) {
  return [steps = parameters["steps"]] {
    emulated::run_known_loop(static_cast<std::uint64_t>(steps));
    return std::uint64_t{1};
  };
}

// The same loop in another thread.
Kernel elsewhere(const Parameters& parameters) {
  return [kernel = alone(parameters)] {
    std::thread other(kernel);
    other.join();
    return std::uint64_t{1};
  };
}

// From the third call on, which is within the first block, so that the first run does not tell.
Kernel elsewhere_later(const Parameters& parameters) {
  return [here = alone(parameters), there = elsewhere(parameters), calls = 0]() mutable {
    return ++calls < 3 ? here() : there();
  };
}

const Registration known_loop{[] {
  Workload workload;
  workload.id = "test/known_loop";
  workload.parameters = {
      {.name = "steps", .meaning = "", .initial = 1, .min = 1, .max = 1'000'000'000}};
  workload.variants = {
      {"alone", "", alone}, {"elsewhere", "", elsewhere}, {"elsewhere_later", "", elsewhere_later}};
  return workload;
}};

}  // namespace
}  // namespace hone::workloads

namespace hone::collect {
namespace {

constexpr std::uint64_t iterations = 10;

std::vector<EventInSet> work() {
  EventCode code{.type = PERF_TYPE_HARDWARE, .exclude_kernel = true, .exclude_hv = true};
  std::vector<EventInSet> events;
  for (const auto config : {PERF_COUNT_HW_CPU_CYCLES, PERF_COUNT_HW_INSTRUCTIONS}) {
    code.config = config;
    events.push_back({code, 0});
  }
  return events;
}

// What three blocks of the variant counted.
std::vector<Block> blocks_of(const std::string& variant, std::uint64_t steps) {
  WorkerLaunch launch;
  launch.job = {"test/known_loop", variant, {{"steps", std::to_string(steps)}}, work()};
  Result<Worker, Failure> worker = Worker::launch(launch);
  std::vector<Block> blocks;
  const Result<Ready, Failure> ready = worker ? worker->await_ready() : worker.error();
  EXPECT_TRUE(ready.ok()) << ready.error().text;
  while (ready && blocks.size() < 3) {
    const Result<Block, Failure> block = worker->measure(iterations);
    EXPECT_TRUE(block.ok()) << block.error().text;
    if (!block) break;
    blocks.push_back(*block);
  }
  return blocks;
}

// Instructions of each block; each was on the PMU for all of the time.
void expect_loops(const std::vector<Block>& blocks, std::uint64_t steps) {
  ASSERT_EQ(blocks.size(), 3U);
  for (const Block& block : blocks) {
    ASSERT_EQ(block.counted.size(), 2U);
    EXPECT_GT(block.counted[0].value, 0U);
    EXPECT_EQ(block.counted[1].enabled, block.counted[1].running);
    const std::uint64_t loop = iterations * emulated::instructions_an_iteration * steps;
    EXPECT_NEAR(static_cast<double>(block.counted[1].value) / static_cast<double>(loop), 1, 0.01);
  }
}

TEST(EmulatedWorker, CountsItsBlocks) { expect_loops(blocks_of("alone", 4'000), 4'000); }

TEST(EmulatedWorker, CountsItsThreads) { expect_loops(blocks_of("elsewhere", 16'000), 16'000); }

TEST(EmulatedWorker, ThreadsThatComeLateAreNotCountedAsLittle) {
  const std::vector<Block> blocks = blocks_of("elsewhere_later", 4'000);
  EXPECT_EQ(blocks.size(), 3U);
  for (const Block& block : blocks) {
    EXPECT_THAT(block.counted, ::testing::IsEmpty());
  }
}

TEST(EmulatedWorker, AddsLittleToABlock) {
  for (const bool direct : {false, true}) {
    std::ofstream("/proc/sys/kernel/perf_user_access") << (direct ? 1 : 0) << std::endl;
    const std::vector<Block> blocks = blocks_of("alone", 1);
    ASSERT_EQ(blocks.size(), 3U);
    for (const Block& block : blocks) {
      ASSERT_EQ(block.counted.size(), 2U);
      std::cout << (direct ? "read in user space: " : "read by system call: ")
                << block.counted[1].value << " instructions of an empty block are counted\n";
      EXPECT_LT(block.counted[1].value, 5000U);
    }
  }
  std::ofstream("/proc/sys/kernel/perf_user_access") << 0 << std::endl;
}

}  // namespace
}  // namespace hone::collect
