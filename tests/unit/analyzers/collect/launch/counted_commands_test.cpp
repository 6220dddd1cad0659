// Counters of commands, by the kernel's own events, against the rusage of the same run.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzers/collect/counters/pmu_probe.hpp"
#include "analyzers/collect/launch/launcher.hpp"

namespace hone::collect {
namespace {

// linux/perf_event.h: PERF_TYPE_SOFTWARE and its numbers.
constexpr EventCode task_clock{.type = 1, .config = 1};
constexpr EventCode page_faults{.type = 1, .config = 2};
constexpr EventCode user_page_faults{.type = 1, .config = 2, .exclude_kernel = true};
const std::vector<EventInSet> events{{page_faults, 0}, {task_clock, 0}};

class CountedCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    if (try_to_open(page_faults) != 0) GTEST_SKIP() << "may not count in the kernel here";
    start();
  }

  void start() {
    Result<Launcher> started = Launcher::start();
    ASSERT_TRUE(started.ok()) << started.error().what;
    launcher_.emplace(std::move(*started));
  }

  Result<CommandRun, RunError> run(const std::vector<std::string>& argv,
                                   std::span<const EventInSet> counted = events) {
    const Result<PreparedCommand> command = PreparedCommand::prepare(Launch{argv, {}, ""});
    if (!command) return RunError{RunFailure::not_started, command.error()};
    RunRequest request;
    request.command = &*command;
    request.events = counted;
    return launcher_->run(request);
  }

  // Faults on the way into the program, of each process, are in its rusage only.
  static void expect_counted(const Result<CommandRun, RunError>& done, int processes) {
    ASSERT_TRUE(done.ok()) << done.error().error.what;
    ASSERT_EQ(done->counted.size(), 2U);
    ASSERT_TRUE(scaled_count(done->counted[0]).has_value())
        << "user " << done->exit.usage.ru_utime.tv_usec << " us, system "
        << done->exit.usage.ru_stime.tv_usec << " us";
    const double faults =
        static_cast<double>(done->exit.usage.ru_minflt + done->exit.usage.ru_majflt);
    EXPECT_LE(*scaled_count(done->counted[0]), faults);
    EXPECT_GE(*scaled_count(done->counted[0]), faults - 10.0 * processes);
    EXPECT_GT(done->counted[1].value, 0U);
    EXPECT_LT(1e-9 * static_cast<double>(done->counted[1].value), done->wall.count() * 64);
  }

  // In a child of its own, which it ends: with 0, or with what went wrong.
  static constexpr int closed_to_others = 77;
  [[noreturn]] void run_setuid_program(const char* program) {
    if (setgid(65534) != 0 || setuid(65534) != 0) _exit(3);
    const std::vector<EventInSet> one{{user_page_faults, 0}};
    if (try_to_open(user_page_faults) != 0) _exit(0);
    static_cast<void>(new std::optional<Launcher>(std::move(launcher_)));  // no child of ours
    Result<Launcher> started = Launcher::start();
    if (!started) _exit(closed_to_others);
    launcher_.emplace(std::move(*started));
    const auto plain = run({"/bin/true"}, one);
    if (!plain || !scaled_count(plain->counted[0])) _exit(1);
    const auto done = run({program, "--help"}, one);
    _exit(done && !scaled_count(done->counted[0]) ? 0 : 2);
  }

  std::optional<Launcher> launcher_;
};

TEST_F(CountedCommands, AreCountedFromTheirExecToTheirEnd) {
  // Each run: the kernel once handed the counters over to the first command, and they died with it.
  for (int i = 0; i < 50; ++i) expect_counted(run({"/bin/true"}), 1);
}

TEST_F(CountedCommands, TheirChildrenAreCountedWithThem) {
  expect_counted(run({"sh", "-c", "ls / >/dev/null; (ls / >/dev/null); ls / | wc -l >/dev/null"}),
                 8);
  expect_counted(run({"sh", "-c", "for i in 1 2 3 4; do ls / & done; wait"}), 6);
}

TEST_F(CountedCommands, ProcessesThatAreLeftBehindAreCountedUpToTheirEnd) {
  const auto done = run({"sh", "-c", "sleep 100 & :"});
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->left_behind, 1U);
  EXPECT_TRUE(scaled_count(done->counted[0]).has_value());
}

TEST_F(CountedCommands, ARunHasNothingOfAnother) {
  const auto small = run({"/bin/true"});
  ASSERT_TRUE(run({"sh", "-c", "ls /; ls /; ls /; ls /"}).ok());
  const auto again = run({"/bin/true"});
  ASSERT_TRUE(small.ok() && again.ok());
  EXPECT_NEAR(*scaled_count(again->counted[0]), *scaled_count(small->counted[0]), 15);
}

TEST_F(CountedCommands, AReplacedLauncherIsCountedToo) {
  std::vector<std::string> swelling(40, std::string(5000, 'x'));  // of the launcher, by arguments
  swelling.front() = "/bin/true";
  expect_counted(run(swelling), 20);
  const pid_t swollen = launcher_->pid();
  expect_counted(run({"/bin/true"}), 1);
  EXPECT_NE(launcher_->pid(), swollen);
  kill(launcher_->pid(), SIGKILL);
  expect_counted(run({"/bin/true"}), 1);
}

TEST_F(CountedCommands, AnEventThatIsNotThereIsNotCounted) {
  const std::vector<EventInSet> some{{{.type = 1, .config = 999}, 0}, {page_faults, 0}};
  const auto done = run({"/bin/true"}, some);
  ASSERT_TRUE(done.ok());
  EXPECT_FALSE(scaled_count(done->counted[0]).has_value());
  EXPECT_TRUE(scaled_count(done->counted[1]).has_value());
}

TEST_F(CountedCommands, WithoutEventsNothingIsCounted) {
  const auto done = run({"/bin/true"}, {});
  ASSERT_TRUE(done.ok());
  EXPECT_TRUE(done->counted.empty());
}

// The kernel counts such a program for nobody but root, who has to become another user here.
TEST_F(CountedCommands, ASetuidProgramIsNotCounted) {
  struct stat status {};
  const char* program = "/usr/bin/passwd";
  if (geteuid() != 0 || stat(program, &status) != 0 || (status.st_mode & S_ISUID) == 0) {
    GTEST_SKIP() << "needs root and " << program;
  }
  const pid_t child = fork();
  if (child == 0) run_setuid_program(program);
  int ended = 0;
  ASSERT_EQ(waitpid(child, &ended, 0), child);
  ASSERT_TRUE(WIFEXITED(ended)) << "signal " << WTERMSIG(ended);
  if (WEXITSTATUS(ended) == closed_to_others) {
    GTEST_SKIP() << "another user cannot start the launcher in this folder";
  }
  EXPECT_EQ(WEXITSTATUS(ended), 0);
}

}  // namespace
}  // namespace hone::collect
