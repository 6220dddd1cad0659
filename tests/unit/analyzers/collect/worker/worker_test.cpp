#include "analyzers/collect/worker/worker.hpp"

#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/collect/process/sanitizer.hpp"
#include "analyzers/collect/worker/worker_client.hpp"

namespace hone::collect {
namespace {

WorkerLaunch launch_of(const std::string& workload, const std::string& variant) {
  WorkerLaunch launch;
  launch.job = {workload, variant, {{"steps", "1000"}}};
  launch.timeout = Seconds(20);
  return launch;
}

Worker started(const WorkerLaunch& launch) {
  Result<Worker, Failure> worker = Worker::launch(launch);
  EXPECT_TRUE(worker.ok()) << worker.error().text;
  return std::move(worker).value();
}

Failure failure_of_preparing(const std::string& variant) {
  Worker worker = started(launch_of("test/failing", variant));
  const auto ready = worker.await_ready();
  return ready ? Failure{FailureKind::failed, "became ready", ""} : ready.error();
}

Failure failure_of_measuring(const std::string& variant) {
  Worker worker = started(launch_of("test/failing", variant));
  const auto ready = worker.await_ready();
  EXPECT_TRUE(ready.ok()) << ready.error().text;
  const auto block = worker.measure(100);
  return block ? Failure{FailureKind::failed, "was measured", ""} : block.error();
}

TEST(Worker, MeasuresBlocksAndEnds) {
  Worker worker = started(launch_of("test/known_ratio", "steady"));
  const auto ready = worker.await_ready();
  ASSERT_TRUE(ready.ok()) << ready.error().text;
  EXPECT_EQ(ready->checksum, 42U);
  const auto block = worker.measure(1000);
  ASSERT_TRUE(block.ok()) << block.error().text;
  EXPECT_GT(block->wall_ns, 1000U);
  EXPECT_GT(block->cpu_ns, 0U);
  const auto peak = worker.finish();
  ASSERT_TRUE(peak.ok()) << peak.error().text;
  EXPECT_GT(*peak, 1U << 20);
}

TEST(Worker, PeakMemoryIsItsOwnAndNotOurs) {
  const std::size_t size = std::size_t{400} << 20;
  std::vector<char> ballast(size, 1);
  Worker worker = started(launch_of("test/known_ratio", "steady"));
  ASSERT_TRUE(worker.await_ready().ok());
  const auto peak = worker.finish();
  ASSERT_TRUE(peak.ok());
  EXPECT_LT(*peak, size / 2) << ballast[size - 1];
}

TEST(Worker, CrashWhilePreparingNamesTheSignalAndKeepsItsLastWords) {
  const Failure failure = failure_of_preparing("crash_in_prepare");
  EXPECT_EQ(failure.kind, FailureKind::crashed);
  EXPECT_NE(failure.text.find("SIGSEGV"), std::string::npos) << failure.text;
  EXPECT_NE(failure.output.find("about to crash"), std::string::npos) << failure.output;
}

TEST(Worker, CrashWhileMeasuringIsACrash) {
  EXPECT_EQ(failure_of_measuring("crash_later").kind, FailureKind::crashed);
}

TEST(Worker, LeavingEarlyIsAFailure) {
  const Failure failure = failure_of_measuring("exit_later");
  EXPECT_EQ(failure.kind, FailureKind::failed);
  EXPECT_NE(failure.text.find("exit status 3"), std::string::npos) << failure.text;
}

TEST(Worker, ExceptionIsAFailureOnOneLine) {
  const Failure failure = failure_of_measuring("throw_later");
  EXPECT_EQ(failure.kind, FailureKind::failed);
  EXPECT_NE(failure.text.find("first line second line"), std::string::npos) << failure.text;
}

TEST(Worker, ChecksumThatChangesBetweenIterationsIsCaught) {
  EXPECT_EQ(failure_of_measuring("drifting_answer").kind, FailureKind::wrong_checksum);
}

TEST(Worker, OutOfMemoryIsNamed) {
  const Failure failure = failure_of_preparing("too_much_memory");
  // A sanitizer ends the process itself.
  const auto expected = built_with_sanitizer ? FailureKind::failed : FailureKind::out_of_memory;
  EXPECT_EQ(failure.kind, expected) << failure.text;
}

TEST(Worker, UnavailableVariantSaysWhy) {
  const Failure failure = failure_of_preparing("unavailable");
  EXPECT_EQ(failure.kind, FailureKind::unavailable);
  EXPECT_EQ(failure.text, "this machine has no flux capacitor");
}

TEST(Worker, MissingPreloadLibraryIsUnavailable) {
  WorkerLaunch launch = launch_of("test/failing", "no_library");
  launch.preloads = {"libdoes-not-exist.so.7"};
  Result<Worker, Failure> worker = Worker::launch(launch);
  if (built_with_sanitizer) {
    ASSERT_FALSE(worker.ok());
    EXPECT_EQ(worker.error().kind, FailureKind::unavailable);
    return;
  }
  const auto ready = worker->await_ready();
  ASSERT_FALSE(ready.ok());
  const Failure& failure = ready.error();
  EXPECT_EQ(failure.kind, FailureKind::unavailable);
  EXPECT_NE(failure.text.find("libdoes-not-exist.so.7"), std::string::npos) << failure.text;
}

TEST(Worker, HangEndsAtTheTimeLimit) {
  WorkerLaunch launch = launch_of("test/hanging", "hang");
  launch.timeout = Seconds(0.2);
  Worker worker = started(launch);
  const auto ready = worker.await_ready();
  ASSERT_FALSE(ready.ok());
  EXPECT_EQ(ready.error().kind, FailureKind::timed_out);
}

TEST(Worker, UnknownWorkloadVariantAndParameterAreFailures) {
  EXPECT_EQ(failure_of_preparing("no_such_variant").kind, FailureKind::failed);
  Worker no_workload = started(launch_of("test/none", "steady"));
  EXPECT_FALSE(no_workload.await_ready().ok());
  WorkerLaunch launch = launch_of("test/known_ratio", "steady");
  launch.job.parameters = {{"stepz", "1"}};
  Worker no_parameter = started(launch);
  EXPECT_FALSE(no_parameter.await_ready().ok());
}

TEST(Worker, WrapperThatIsMissingIsAFailure) {
  WorkerLaunch launch = launch_of("test/known_ratio", "steady");
  launch.wrapper = {"no-such-program-anywhere"};
  const auto worker = Worker::launch(launch);
  ASSERT_FALSE(worker.ok());
  EXPECT_NE(worker.error().text.find("no-such-program-anywhere"), std::string::npos);
}

TEST(Worker, CountsAreAbsentWithoutThePreloadLibrary) {
  Worker worker = started(launch_of("test/known_ratio", "steady"));
  ASSERT_TRUE(worker.await_ready().ok());
  const auto counts = worker.count(1);
  ASSERT_FALSE(counts.ok());
  EXPECT_EQ(counts.error().kind, FailureKind::unavailable);
}

}  // namespace
}  // namespace hone::collect
