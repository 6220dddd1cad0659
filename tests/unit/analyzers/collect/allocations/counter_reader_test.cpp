// The allocation counting_library, on programs that know what they allocate (tests/subjects) and on
// real ones, which must not notice it.
#include "analyzers/collect/allocations/counter_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/process/sanitizer.hpp"

namespace hone::collect {
namespace {

using testing::HasSubstr;

const std::string counting_library = HONE_ALLOCATIONS;

Captured run(std::vector<std::string> argv, const std::string& preload,
             std::vector<std::pair<std::string, std::string>> environment = {}) {
  if (!preload.empty()) environment.emplace_back("LD_PRELOAD", preload);
  const Result<Captured> captured =
      run_and_capture(Launch{std::move(argv), std::move(environment), ""}, Seconds(20));
  EXPECT_TRUE(captured.ok()) << captured.error().what;
  return captured ? *captured : Captured{};
}

// Runs a scenario of `allocates`; each figure that it knows must be the one that was counted.
void expect_counts_as_known(const std::string& scenario, const std::string& preload) {
  const Captured captured = run({HONE_ALLOCATES, scenario}, preload);
  EXPECT_EQ(captured.exit.code, 0) << captured.output;
  EXPECT_EQ(captured.exit.signal, 0) << captured.output;
  std::istringstream lines(captured.output);
  std::string figure;
  std::int64_t known = 0;
  std::int64_t counted = 0;
  int figures = 0;
  while (lines >> figure >> known >> counted) {
    EXPECT_EQ(counted, known) << figure;
    ++figures;
  }
  EXPECT_TRUE(lines.eof()) << captured.output;
  EXPECT_GT(figures, 0) << captured.output;
}

struct Allocator {
  const char* name;
  const char* preload;  // behind the counting_library; nullptr: none
};

// For the test's report.
std::ostream& operator<<(std::ostream& out, const Allocator& allocator) {
  return out << allocator.name;
}

class KnownAllocations : public testing::TestWithParam<Allocator> {
 protected:
  void SetUp() override {
    const char* const preload = GetParam().preload;
    if (preload != nullptr && *preload == '\0') GTEST_SKIP() << "not installed";
  }

  static void expect_as_known(const std::string& scenario) {
    const char* const preload = GetParam().preload;
    expect_counts_as_known(
        scenario, preload == nullptr ? counting_library : counting_library + ":" + preload);
  }
};

TEST_P(KnownAllocations, MallocAndItsRelatives) { expect_as_known("malloc_family"); }
TEST_P(KnownAllocations, EveryOperatorNewAndDeleteOnce) { expect_as_known("operator_new"); }
TEST_P(KnownAllocations, ReallocIsAnAllocationAndARelease) { expect_as_known("resizing"); }
TEST_P(KnownAllocations, FailedCallsAreNotCounted) { expect_as_known("failures"); }
TEST_P(KnownAllocations, TemporariesAreFreedByTheNextEvent) { expect_as_known("temporaries"); }
TEST_P(KnownAllocations, PeakIsExactWithOneThread) { expect_as_known("peak"); }
TEST_P(KnownAllocations, ThreadsThatEndedAreCounted) { expect_as_known("threads_that_ended"); }
TEST_P(KnownAllocations, PeakOfThreadsIsWithinItsBound) { expect_as_known("peak_of_threads"); }
TEST_P(KnownAllocations, ThreadDestructorsAreCounted) { expect_as_known("thread_destructors"); }
TEST_P(KnownAllocations, AForkedChildCountsOnAlone) { expect_as_known("fork_without_exec"); }

INSTANTIATE_TEST_SUITE_P(Allocators, KnownAllocations,
                         testing::Values(Allocator{"glibc", nullptr},
                                         Allocator{"mimalloc", HONE_MIMALLOC},
                                         Allocator{"by_name", HONE_ALLOCATOR_BY_NAME}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(AllocationCounter, LetsBadAllocThrough) {
  expect_counts_as_known("exhausted_new", counting_library);
}

TEST(AllocationCounter, IsNotFoundWithoutThePreload) {
  const Captured captured = run({HONE_ALLOCATES, "peak"}, "");
  EXPECT_EQ(captured.exit.code, 3);
  EXPECT_THAT(captured.output, HasSubstr("not loaded"));
}

TEST(AllocationCounter, IsRefusedBehindAnotherAllocator) {
  const Captured captured =
      run({HONE_ALLOCATES, "peak"}, std::string(HONE_ALLOCATOR_BY_NAME) + ":" + counting_library);
  EXPECT_EQ(captured.exit.code, 3);
  EXPECT_THAT(captured.output, HasSubstr("another malloc"));
}

// Has python, a C program, call a function of a C++ plug-in and print what it returns.
Captured call_plugin(const std::string& plugin, const std::string& function) {
  const std::string script =
      "import ctypes; print(ctypes.CDLL('" + plugin + "')." + function + "())";
  return run({"/usr/bin/python3", "-c", script}, counting_library);
}

TEST(AllocationCounter, ServesAPluginWhoseRuntimeIsLocal) {
  EXPECT_EQ(call_plugin(HONE_PLUGIN_WITH_NEW, "build_text").output, "1234\n");
}

TEST(AllocationCounter, LetsAPluginsBadAllocThrough) {
  EXPECT_EQ(call_plugin(HONE_PLUGIN_WITH_NEW, "exhaust_memory").output, "1\n");
}

TEST(AllocationCounter, ServesAPluginWhoseRuntimeIsStatic) {
  EXPECT_EQ(call_plugin(HONE_PLUGIN_WITH_RUNTIME, "build_text").output, "1234\n");
}

// Runs `argv` with and without the counting_library and compares all that can be seen of it; then
// reads what was counted at its end.
std::uint64_t allocations_of_unchanged(const std::vector<std::string>& argv) {
  const std::string file = testing::TempDir() + "/hone_counts_" + std::to_string(getpid());
  const Captured plain = run(argv, "");
  const Captured counted =
      run(argv, counting_library + ":" + HONE_REPORT_COUNTS, {{"REPORT_COUNTS", file}});
  EXPECT_EQ(counted.output, plain.output);
  EXPECT_EQ(counted.exit.code, plain.exit.code);
  EXPECT_EQ(counted.exit.signal, plain.exit.signal);
  std::uint64_t allocations = 0;
  EXPECT_TRUE(std::ifstream(file) >> allocations) << file;
  std::filesystem::remove(file);
  return allocations;
}

TEST(AllocationCounter, DoesNotChangeSort) {
  EXPECT_GT(allocations_of_unchanged({"sort", "-r", "/proc/filesystems"}), 10U);
}

TEST(AllocationCounter, DoesNotChangePython) {
  const std::string script = "import sys; print(sorted([3, 1, 2])); sys.exit(7)";
  EXPECT_GT(allocations_of_unchanged({"/usr/bin/python3", "-c", script}), 100U);
}

TEST(AllocationCounter, DoesNotChangeGit) {
  EXPECT_GT(allocations_of_unchanged({"git", "--version"}), 10U);
}

// heaptrack brings libstdc++ into a C program, whose start allocates once; see docs/allocations.md.
TEST(AllocationCounter, AgreesWithHeaptrackOnSort) {
  const std::vector<std::string> argv{"sort", "-r", "/proc/filesystems"};
  const std::string trace = testing::TempDir() + "/hone_heaptrack_" + std::to_string(getpid());
  std::vector<std::string> traced{"heaptrack", "-o", trace};
  traced.insert(traced.end(), argv.begin(), argv.end());
  const Result<Captured> captured = run_and_capture(Launch{traced, {}, ""}, Seconds(20));
  if (!captured) GTEST_SKIP() << "heaptrack: " << captured.error().what;
  for (const char* suffix : {".zst", ".gz"}) std::filesystem::remove(trace + suffix);
  const std::string_view title = "\tallocations:";
  const std::size_t at = captured->output.find(title);
  ASSERT_NE(at, std::string::npos) << captured->output;
  const std::uint64_t theirs = std::strtoull(&captured->output[at + title.size()], nullptr, 10);
  EXPECT_EQ(allocations_of_unchanged(argv) + 1, theirs);
}

TEST(AllocationCounter, IsAbsentFromThisProcess) {
  const Result<AllocationCounter> found = AllocationCounter::find();
  ASSERT_FALSE(found.ok());
  EXPECT_THAT(found.error().next, HasSubstr("LD_PRELOAD"));
}

TEST(AllocationsLibrary, LiesBesideTheExecutable) {
  if (built_with_sanitizer)
    GTEST_SKIP() << "refused in a sanitised build: see RefusedWithASanitizer";
  const Result<std::string> path = allocations_library_path();
  ASSERT_TRUE(path.ok()) << path.error().what;
  EXPECT_TRUE(std::filesystem::equivalent(*path, counting_library)) << *path;
}

TEST(AllocationsLibrary, RefusedWithASanitizer) {
  if (!built_with_sanitizer)
    GTEST_SKIP() << "this build has no sanitizer: see LiesBesideTheExecutable";
  const Result<std::string> path = allocations_library_path();
  ASSERT_FALSE(path.ok());
  EXPECT_THAT(path.error().what, HasSubstr("sanitizer"));
}

}  // namespace
}  // namespace hone::collect
