// The counter in whole commands: what their processes leave behind, whatever becomes of them, on
// programs of known counts and on real ones, which must not notice it.
#include "analyzers/collect/allocations/allocation_file.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "analyzers/collect/allocations/preload/file_format.hpp"
#include "analyzers/collect/passes/allocation_pass.hpp"
#include "analyzers/collect/process/process.hpp"

namespace hone::collect {
namespace {

namespace format = hone::allocations;
using testing::HasSubstr;

const std::string counter = HONE_ALLOCATIONS;
const std::string program = HONE_ALLOCATES_IN_PROCESSES;

Captured run(const Launch& launch) {
  const Result<Captured> captured = run_and_capture(launch, Seconds(60));
  EXPECT_TRUE(captured.ok()) << captured.error().what;
  return captured ? *captured : Captured{};
}

struct Counted {
  Captured run;
  CommandAllocations left;
};

Counted count(std::vector<std::string> argv, bool with_sizes = false,
              const std::string& preload = counter) {
  const Result<AllocationFile> file = AllocationFile::make(with_sizes);
  EXPECT_TRUE(file.ok()) << file.error().what;
  Counted counted;
  counted.run = run(counted_launch(Launch{std::move(argv), {}, ""}, preload, file->path()));
  Result<CommandAllocations> left = file->read();
  EXPECT_TRUE(left.ok()) << left.error().what;
  if (left) counted.left = std::move(*left);
  return counted;
}

std::vector<std::string> words(std::vector<std::string> rest) {
  rest.insert(rest.begin(), program);
  return rest;
}

// What the words cost beyond the program's start.
AllocationFigures cost_of(const std::vector<std::string>& rest) {
  const Counted counted = count(words(rest));
  EXPECT_TRUE(counted.left.is_complete);
  AllocationFigures sum = counted.left.sum();
  const AllocationFigures start = count(words({})).left.sum();
  sum.allocations -= start.allocations;
  sum.bytes -= start.bytes;
  sum.temporaries -= start.temporaries;
  return sum;
}

TEST(AllocationFile, HoldsAProgramsCounts) {
  const AllocationFigures cost = cost_of({"allocate", "1000"});
  EXPECT_EQ(cost.allocations, 1000U);
  EXPECT_EQ(cost.bytes, 24000U);
  EXPECT_EQ(cost.temporaries, 1000U);
  const Counted counted = count(words({"keep", "1000000"}));
  ASSERT_EQ(counted.left.processes.size(), 1U);
  const ProcessAllocations& process = counted.left.processes.front();
  EXPECT_EQ(process.program, "allocates_in_processes");
  EXPECT_FALSE(process.is_forked);
  EXPECT_FALSE(process.is_replaced);
  EXPECT_TRUE(process.live_is_known);
  EXPECT_GE(process.live_bytes, 1000000);
  EXPECT_GE(process.peak_live_bytes, 1000000U);
  EXPECT_LT(process.peak_live_bytes, 1200000U);
}

TEST(AllocationFile, OutlivesEveryKindOfEnd) {
  EXPECT_EQ(cost_of({"allocate", "1000", "_exit"}).allocations, 1000U);
  EXPECT_EQ(cost_of({"allocate", "1000", "kill"}).allocations, 1000U);
  EXPECT_EQ(cost_of({"allocate", "1000", "crash"}).allocations, 1000U);
  EXPECT_EQ(count(words({"kill"})).run.exit.signal, SIGKILL);
}

TEST(AllocationFile, AForkedChildHasFiguresOfItsOwn) {
  const Counted counted = count(words({"keep", "500000", "allocate", "7", "fork", "100000"}));
  ASSERT_EQ(counted.left.processes.size(), 2U);
  const ProcessAllocations& child = counted.left.processes[1];
  EXPECT_TRUE(child.is_forked);
  EXPECT_NE(child.pid, counted.left.processes[0].pid);
  EXPECT_EQ(child.figures.allocations, 100000U);
  EXPECT_EQ(child.figures.temporaries, 100000U);
  EXPECT_GE(child.peak_live_bytes, 500000U);  // its parent's blocks are its own, too
  EXPECT_EQ(cost_of({"fork", "100000"}).allocations, 200000U);
  EXPECT_EQ(cost_of({"fork", "10", "fork", "10", "fork", "10"}).allocations, 60U);
}

TEST(AllocationFile, AForkFromAThreadIsCounted) {
  const std::uint64_t few = cost_of({"thread_fork", "10"}).allocations;
  EXPECT_EQ(cost_of({"thread_fork", "50010"}).allocations, few + 100000U);
}

TEST(AllocationFile, MoreThreadsThanABlockHoldsAreCounted) {
  const Counted counted = count(words({"threads", "100"}));
  ASSERT_EQ(counted.left.processes.size(), 1U);
  EXPECT_TRUE(counted.left.is_complete);
  EXPECT_GE(counted.left.sum().temporaries, 10000U);
  EXPECT_EQ(cost_of({"threads", "100"}).bytes - cost_of({"threads", "50"}).bytes,
            cost_of({"threads", "150"}).bytes - cost_of({"threads", "100"}).bytes);
}

TEST(AllocationFile, AnExecutedProgramBeginsAnew) {
  const Counted counted = count(words({"allocate", "100", "exec", "allocate", "1000"}));
  ASSERT_EQ(counted.left.processes.size(), 2U);
  EXPECT_EQ(counted.left.processes[0].pid, counted.left.processes[1].pid);
  EXPECT_EQ(
      counted.left.processes[1].figures.allocations - counted.left.processes[0].figures.allocations,
      900U);
}

TEST(AllocationFile, ClosedDescriptorsDoNotMatter) {
  EXPECT_EQ(cost_of({"close", "allocate", "10", "fork", "10", "allocate", "10"}).allocations, 40U);
  const Counted counted = count(words({"close", "spawn", "allocate", "1000"}));
  ASSERT_EQ(counted.left.processes.size(), 2U);
  EXPECT_GE(counted.left.processes[1].figures.allocations, 1000U);
}

TEST(AllocationFile, SizesAreCountedWhereAskedFor) {
  const Counted counted = count(words({"allocate", "1000", "keep", "5000", "fork", "10"}), true);
  EXPECT_TRUE(counted.left.has_sizes);
  const AllocationFigures sum = counted.left.sum();
  EXPECT_GE(sum.by_size[5], 1020U);  // 16 to 31 bytes
  EXPECT_LT(sum.by_size[5], 1040U);
  EXPECT_GE(sum.by_size[13], 1U);  // 4096 to 8191
  EXPECT_EQ(
      sum.allocations,
      count(words({"allocate", "1000", "keep", "5000", "fork", "10"})).left.sum().allocations);
}

TEST(AllocationFile, AnotherMallocInFrontIsTold) {
  const Counted counted =
      count(words({"allocate", "10"}), false, std::string(HONE_ALLOCATOR_BY_NAME) + ":" + counter);
  ASSERT_EQ(counted.left.processes.size(), 1U);
  EXPECT_TRUE(counted.left.processes.front().is_replaced);
}

TEST(AllocationFile, AStaticProgramLeavesNothing) {
  const Counted counted = count({HONE_EXITS_AT_ONCE});
  EXPECT_TRUE(counted.left.processes.empty());
  EXPECT_TRUE(counted.left.is_complete);
}

std::string file_with(const std::string& contents) {
  const std::string path = testing::TempDir() + "/hone_counts_" + std::to_string(getpid());
  std::ofstream(path, std::ios::binary) << contents;
  return path;
}

std::string header_of(std::uint64_t capacity) {
  format::FileHeader header{};
  header.magic = format::file_magic;
  header.version = format::file_version;
  header.capacity = capacity;
  std::string text(format::page_bytes * (1 + capacity), '\0');
  std::memcpy(text.data(), static_cast<const void*>(&header), sizeof header);
  return text;
}

TEST(AllocationFile, AFullOneIsToldAndChangesNothing) {
  const std::string path = file_with(header_of(2));
  const std::vector<std::string> argv =
      words({"fork", "10", "fork", "10", "threads", "90", "fork", "10"});
  const Captured captured = run(counted_launch(Launch{argv, {}, ""}, counter, path));
  EXPECT_EQ(captured.exit.code, 0);
  EXPECT_EQ(captured.exit.signal, 0);
  const Result<CommandAllocations> left = read_allocation_file(path);
  ASSERT_TRUE(left.ok()) << left.error().what;
  EXPECT_FALSE(left->is_complete);
  EXPECT_EQ(left->processes.size(), 2U);
  std::filesystem::remove(path);
}

TEST(AllocationFile, AVariableThatNamesSomethingElseIsIgnored) {
  const std::string text = "not a file of counts";
  const std::string other = file_with(text + std::string(10000, 'x'));
  for (const std::string& path : {other, std::string("/dev/null"), std::string("/dev/tty"),
                                  std::string("/"), std::string("/nowhere"), std::string()}) {
    const Captured captured =
        run(counted_launch(Launch{words({"fork", "10", "threads", "40"}), {}, ""}, counter, path));
    EXPECT_EQ(captured.exit.code, 0) << path;
    EXPECT_EQ(captured.exit.signal, 0) << path;
    EXPECT_EQ(captured.output, "") << path;
  }
  EXPECT_EQ(std::filesystem::file_size(other), text.size() + 10000);
  std::filesystem::remove(other);
}

TEST(AllocationFile, DamagedOnesAreRefusedOrIncomplete) {
  EXPECT_FALSE(read_allocation_file("/nowhere").ok());
  EXPECT_FALSE(read_allocation_file("/dev/null").ok());
  std::string text = header_of(3);
  for (const std::size_t length : {0UL, 8UL, 100UL, 4095UL}) {
    EXPECT_FALSE(read_allocation_file(file_with(text.substr(0, length))).ok()) << length;
  }
  text[8] = 9;  // the version
  const auto newer = read_allocation_file(file_with(text));
  ASSERT_FALSE(newer.ok());
  EXPECT_THAT(newer.error().what, HasSubstr("another version"));
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    text = header_of(3);
    for (std::size_t i = 16; i < text.size(); ++i) text[i] = static_cast<char>(random());
    const auto read = read_allocation_file(file_with(text));
    EXPECT_TRUE(!read || !read->is_complete);
  }
  std::filesystem::remove(file_with(""));
}

TEST(AllocationFile, ItsPathIsAlwaysAsLong) {
  const Result<AllocationFile> one = AllocationFile::make();
  std::vector<int> taken;
  for (int i = 0; i < 100; ++i) taken.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const Result<AllocationFile> other = AllocationFile::make();
  for (const int descriptor : taken) close(descriptor);
  EXPECT_EQ(one->path().size(), other->path().size());
  EXPECT_TRUE(read_allocation_file(one->path()).ok());
}

TEST(CountedLaunch, KeepsWhatIsPreloadedAnyway) {
  const Launch launch = counted_launch(Launch{{"a"}, {{"B", "c"}, {"LD_PRELOAD", "theirs.so"}}, ""},
                                       "ours.so", "file");
  const std::vector<std::pair<std::string, std::string>> expected{
      {"B", "c"}, {"LD_PRELOAD", "ours.so:theirs.so"}, {"HONE_ALLOCATION_FILE", "file"}};
  EXPECT_EQ(launch.env, expected);
}

CommandAllocations two_processes() {
  CommandAllocations counted;
  counted.processes.resize(2);
  counted.processes[0].figures.allocations = 3;
  counted.processes[0].peak_live_bytes = 500;
  counted.processes[1].program = "b";
  counted.processes[1].figures.allocations = 4;
  counted.processes[1].peak_live_bytes = 70;
  return counted;
}

double number(const Result<PassResult>& result, const char* metric) {
  return std::get<Value>(result->readings.at(metric)).number;
}

TEST(AllocationReadings, AreTheSumAndTheLargestPeak) {
  const Result<PassResult> result = command_allocation_readings(two_processes());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(number(result, "allocations"), 7);
  EXPECT_EQ(number(result, "peak_heap"), 500);
}

TEST(AllocationReadings, AreRefusedWhereSomethingWasNotSeen) {
  const auto reason = [](const CommandAllocations& counted) {
    const Result<PassResult> result = command_allocation_readings(counted);
    return result ? "none" : result.error().what;
  };
  EXPECT_THAT(reason({}), HasSubstr("static, set-user-ID"));
  CommandAllocations counted = two_processes();
  counted.is_complete = false;
  EXPECT_THAT(reason(counted), HasSubstr("more processes"));
  counted = two_processes();
  counted.processes[1].is_replaced = true;
  EXPECT_THAT(reason(counted), HasSubstr("b has a malloc of its own"));
  counted = two_processes();
  counted.processes[1].live_is_known = false;
  const Result<PassResult> result = command_allocation_readings(counted);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(number(result, "allocations"), 7);
  EXPECT_TRUE(std::holds_alternative<Absent>(result->readings.at("peak_heap")));
}

// Not ours: each must end and print as it does without the counter. A python that is not
// position-independent has a jump by the name of malloc, and no malloc.
TEST(CountedPrograms, DoNotNoticeIt) {
  const std::vector<std::vector<std::string>> commands{
      {"sort", "-r", "/proc/filesystems"},
      {"git", "log", "--oneline", "-5"},
      {"cmake", "--version"},
      {"/usr/bin/python3", "-c", "import sys; print(sorted([3, 1, 2])); sys.exit(7)"},
      {"/usr/bin/python3", "-W", "ignore", "-c",  // it warns of forking threads, with its own id
       "import os, threading\n"
       "t = [threading.Thread(target=lambda: os.waitpid(os.fork() or os._exit(0), 0))"
       " for _ in range(20)]\n"
       "[x.start() for x in t]; [x.join() for x in t]; print(len(t))"},
      {"/usr/bin/python3", "-c",
       "import os, subprocess\n"
       "os.closerange(3, 1000); print(subprocess.run(['ls', '/proc/self/fd'], "
       "capture_output=True, close_fds=True).stdout)"},
      {"sh", "-c", "ls / | sort -r; (exit 3); ls /proc/self/fd | wc -l; exit 5"},
      {"sh", "-c", "kill -SEGV $$"},
      {"env", "-i", "/bin/ls", "/"},
  };
  for (const std::vector<std::string>& argv : commands) {
    const Captured plain = run(Launch{argv, {}, ""});
    const Counted counted = count(argv);
    EXPECT_EQ(counted.run.output, plain.output) << argv.back();
    EXPECT_EQ(counted.run.exit.code, plain.exit.code) << argv.back();
    EXPECT_EQ(counted.run.exit.signal, plain.exit.signal) << argv.back();
    EXPECT_FALSE(counted.left.processes.empty()) << argv.back();
    EXPECT_TRUE(counted.left.is_complete) << argv.back();
    for (const ProcessAllocations& process : counted.left.processes) {
      EXPECT_FALSE(process.is_replaced) << process.program;
    }
  }
}

}  // namespace
}  // namespace hone::collect
