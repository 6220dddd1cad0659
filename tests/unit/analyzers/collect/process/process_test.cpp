#include "analyzers/collect/process/process.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

namespace hone::collect {
namespace {

Launch launch(std::vector<std::string> argv) { return Launch{std::move(argv), {}, ""}; }

std::string output_of(const Launch& program) {
  const auto captured = run_and_capture(program, Seconds(20));
  return captured ? captured->output : captured.error().what;
}

TEST(Process, CapturesOutputAndExitCode) {
  const auto captured =
      run_and_capture(launch({"sh", "-c", "echo out; echo err >&2; exit 7"}), Seconds(20));
  ASSERT_TRUE(captured.ok()) << captured.error().what;
  EXPECT_EQ(captured->output, "out\nerr\n");
  EXPECT_EQ(captured->exit.code, 7);
  EXPECT_EQ(captured->exit.signal, 0);
}

TEST(Process, ItsOutputAndItsEndShareOneTimeLimit) {
  const Launch closes_its_output = launch({"sh", "-c", "sleep 0.6; exec >&- 2>&-; sleep 0.8"});
  EXPECT_FALSE(run_and_capture(closes_its_output, Seconds(1)).ok());
}

TEST(Process, ArgumentsAreNotInterpreted) {
  EXPECT_EQ(output_of(launch({"printf", "%s", "$HOME * ; `ls`"})), "$HOME * ; `ls`");
}

TEST(Process, CommandNotFoundIsNamed) {
  const auto captured = run_and_capture(launch({"no-such-program-anywhere"}), Seconds(1));
  ASSERT_FALSE(captured.ok());
  EXPECT_NE(captured.error().what.find("no-such-program-anywhere"), std::string::npos);
}

TEST(Process, FileThatIsNoProgramIsAnError) {
  EXPECT_FALSE(run_and_capture(launch({"/etc/passwd"}), Seconds(1)).ok());
  EXPECT_FALSE(run_and_capture(launch({"/"}), Seconds(1)).ok());
  EXPECT_FALSE(run_and_capture(launch({""}), Seconds(1)).ok());
  EXPECT_FALSE(run_and_capture(Launch{}, Seconds(1)).ok());
}

TEST(Process, EnvironmentIsAddedAndReplaced) {
  setenv("HONE_TEST_KEPT", "kept", 1);
  setenv("HONE_TEST_REPLACED", "old", 1);
  Launch program = launch({"sh", "-c", "echo $HONE_TEST_KEPT $HONE_TEST_REPLACED $HONE_TEST_NEW"});
  program.env = {{"HONE_TEST_REPLACED", "new"}, {"HONE_TEST_NEW", "added"}};
  EXPECT_EQ(output_of(program), "kept new added\n");
}

TEST(Process, RunsInTheGivenFolder) {
  Launch program = launch({"pwd"});
  program.cwd = "/";
  EXPECT_EQ(output_of(program), "/\n");
}

TEST(Process, FolderThatDoesNotExistIsAnError) {
  Launch program = launch({"pwd"});
  program.cwd = "/no/such/folder";
  EXPECT_FALSE(run_and_capture(program, Seconds(1)).ok());
}

TEST(Process, ChildInheritsNoOtherDescriptor) {
  // Without a pipeline or a glob, for which the shell has descriptors of its own.
  const char* const script =
      "n=3; while [ $n -lt 1024 ]; do [ -e /proc/$$/fd/$n ] && echo $n; n=$((n + 1)); done";
  EXPECT_EQ(output_of(launch({"sh", "-c", script})), "");
}

TEST(Process, SignalIsDescribed) {
  const auto captured = run_and_capture(launch({"sh", "-c", "kill -ABRT $$"}), Seconds(20));
  ASSERT_TRUE(captured.ok());
  EXPECT_EQ(captured->exit.signal, SIGABRT);
  EXPECT_NE(describe(captured->exit).find("SIGABRT"), std::string::npos);
}

// AddressSanitizer took what was mapped where a child's stack had been for that stack.
TEST(Process, MemoryOfAChildsStackCanBeUsedAgain) {
  ASSERT_TRUE(run_and_capture(launch({"true"}), Seconds(20)).ok());
  constexpr std::size_t size = std::size_t{64} * 1024;
  std::array<void*, 64> mapped{};  // enough to fill the gaps below it, too
  for (void*& memory : mapped) {
    memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    std::vector<char> copy(size, 'x');
    std::memcpy(copy.data(), memory, size);
    EXPECT_EQ(copy, std::vector<char>(size));
  }
  for (void* const memory : mapped) munmap(memory, size);
}

TEST(Process, SlowProgramIsGivenUp) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(run_and_capture(launch({"sleep", "100"}), Seconds(0.1)).ok());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(50));
}

TEST(Process, FloodIsReadToItsEndButNotKept) {
  const auto captured =
      run_and_capture(launch({"sh", "-c", "head -c 5000000 /dev/zero"}), Seconds(20));
  ASSERT_TRUE(captured.ok()) << captured.error().what;
  EXPECT_EQ(captured->output.size(), std::size_t{1} << 20);
}

// A grandchild that ignores SIGTERM must not survive its group.
TEST(Process, DestroyingKillsTheWholeGroup) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  {
    SpawnOptions options;
    options.output = ends[1];
    auto child =
        spawn(launch({"sh", "-c", "trap '' TERM; sleep 100 & echo started; wait"}), options);
    ASSERT_TRUE(child.ok());
    char byte = 0;
    ASSERT_EQ(read(ends[0], &byte, 1), 1);
  }
  close(ends[1]);
  char rest[64];
  while (read(ends[0], rest, sizeof rest) > 0) {
  }  // ends only when the last writer, the grandchild, is gone
  close(ends[0]);
}

TEST(Process, ChildDiesWithItsParent) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t parent = fork();
  if (parent == 0) {
    SpawnOptions options;
    options.output = ends[1];
    auto child = spawn(launch({"sleep", "100"}), options);
    _exit(child.ok() ? 0 : 1);  // without running destructors
  }
  close(ends[1]);
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 0);  // blocks until the sleep is gone
  close(ends[0]);
}

}  // namespace
}  // namespace hone::collect
