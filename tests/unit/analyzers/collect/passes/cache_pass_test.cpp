// Workers under callgrind: exact, within their limit, and function by function.
#include "analyzers/collect/passes/cache_pass.hpp"

#include <chrono>
#include <cstdlib>
#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/process/sanitizer.hpp"

namespace hone::collect {
namespace {

using testing::HasSubstr;

WorkerLaunch launch_of(const std::string& workload, const std::string& variant,
                       const std::string& steps) {
  WorkerLaunch launch;
  launch.job = {workload, variant, {{"steps", steps}}};
  return launch;
}

class SimulatedWorker : public testing::Test {
  void SetUp() override {
    if (built_with_sanitizer) GTEST_SKIP() << "valgrind does not run programs with a sanitizer";
  }
};

PassResult simulated(const std::string& steps) {
  Result<PassResult, Failure> result =
      simulate_caches(launch_of("test/known_ratio", "steady", steps));
  EXPECT_TRUE(result.ok()) << result.error().text;
  return result ? std::move(result).value() : PassResult{};
}

double instructions(const PassResult& result) {
  return std::get<Value>(result.readings.at("instructions")).number;
}

TEST_F(SimulatedWorker, RepeatsToTheLastInstruction) {
  const double first = instructions(simulated("1000"));
  for (int run = 0; run < 2; ++run) EXPECT_EQ(instructions(simulated("1000")), first);
}

TEST_F(SimulatedWorker, CountsItsRegionAlone) {
  const double once = instructions(simulated("1000"));
  const double twice = instructions(simulated("2000"));
  EXPECT_EQ(instructions(simulated("3000")) - twice, twice - once);
  EXPECT_LT(once, 2 * (twice - once));  // preparing costs far more than a thousand steps
}

TEST_F(SimulatedWorker, TellsWhatItsFunctionsCost) {
  const PassResult result = simulated("100000");
  ASSERT_FALSE(result.functions.empty());
  double sum = 0;
  for (const FunctionCost& function : result.functions) sum += function.instructions;
  EXPECT_EQ(sum, instructions(result));
  EXPECT_GT(result.functions.front().instructions, 0.9 * sum);
}

TEST_F(SimulatedWorker, ExceedingTheLimitIsAbsentWithItsReason) {
  WorkerLaunch launch = launch_of("test/hanging", "hang", "1");
  launch.timeout = Seconds(1.5);
  const auto start = std::chrono::steady_clock::now();
  const Result<PassResult, Failure> result = simulate_caches(launch);
  EXPECT_LT(Seconds(std::chrono::steady_clock::now() - start), Seconds(30));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, FailureKind::unavailable);
  EXPECT_THAT(result.error().text, HasSubstr("callgrind did not end within 1.5 s; "));
}

TEST_F(SimulatedWorker, WithoutValgrindItIsAbsent) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nonexistent", 1);
  const Result<PassResult, Failure> result =
      simulate_caches(launch_of("test/known_ratio", "steady", "1"));
  setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, FailureKind::unavailable);
  EXPECT_THAT(result.error().text, HasSubstr("'valgrind'"));
}

}  // namespace
}  // namespace hone::collect
