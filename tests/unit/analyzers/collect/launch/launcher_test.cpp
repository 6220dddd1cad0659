#include "analyzers/collect/launch/launcher.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/sanitizer.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

using ::testing::HasSubstr;

constexpr const char* exits_at_once = HONE_EXITS_AT_ONCE;

class LauncherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<Launcher> started = Launcher::start();
    ASSERT_TRUE(started.ok()) << started.error().what;
    launcher_.emplace(std::move(*started));
  }

  // Both streams are captured unless `request` says otherwise.
  Result<CommandRun, RunError> run(const Launch& launch, RunRequest request = capturing()) {
    const Result<PreparedCommand> command = PreparedCommand::prepare(launch);
    if (!command) return RunError{RunFailure::not_started, command.error()};
    request.command = &*command;
    return launcher_->run(request);
  }

  Result<CommandRun, RunError> run(std::vector<std::string> argv,
                                   RunRequest request = capturing()) {
    return run(Launch{std::move(argv), {}, ""}, request);
  }

  Result<CommandRun, RunError> shell(const std::string& script, RunRequest request = capturing()) {
    return run({"/bin/sh", "-c", script}, request);
  }

  std::string output_of(const Launch& launch, RunRequest request = capturing()) {
    const auto done = run(launch, request);
    return done ? done->output.text : done.error().error.what;
  }

  std::string why_not(const Launch& launch) {
    const auto done = run(launch);
    if (done) return "it ran";
    EXPECT_EQ(done.error().kind, RunFailure::not_started);
    return done.error().error.what;
  }

  // After a fork: the parent's launcher is no child of ours and must not be waited for.
  void start_in_child() {
    static_cast<void>(new std::optional<Launcher>(std::move(launcher_)));
    SetUp();
  }

  static RunRequest capturing() {
    RunRequest request;
    request.output = OutputTarget::keep_first();
    request.error = OutputTarget::keep_last();
    return request;
  }

  std::optional<Launcher> launcher_;
};

TEST_F(LauncherTest, ReportsTheExitStatus) {
  const auto done = shell("exit 7");
  ASSERT_TRUE(done.ok()) << done.error().error.what;
  EXPECT_EQ(done->end, Ending::completed);
  EXPECT_EQ(done->exit.code, 7);
  EXPECT_EQ(done->exit.signal, 0);
  EXPECT_GT(done->wall.count(), 0);
  EXPECT_GT(done->exit.usage.ru_minflt, 0);
  EXPECT_EQ(done->left_behind, 0U);
}

TEST_F(LauncherTest, ReportsTheSignalThatEndedTheCommand) {
  const auto done = shell("kill -SEGV $$");
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->end, Ending::completed);
  EXPECT_EQ(done->exit.signal, SIGSEGV);
}

TEST_F(LauncherTest, KeepsTheStreamsApart) {
  const auto done = shell("echo out; echo err >&2");
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->output.text, "out\n");
  EXPECT_EQ(done->error.text, "err\n");
}

TEST_F(LauncherTest, ACommandBeginsOnTheCpusThatItIsGiven) {
  const int last = home_cpus().back();
  RunRequest request = capturing();
  request.cpus = {last};
  request.launcher_cpus = {home_cpus().front()};
  EXPECT_EQ(output_of({{"grep", "Cpus_allowed_list", "/proc/self/status"}, {}, ""}, request),
            fmt::format("Cpus_allowed_list:\t{}\n", last));
  EXPECT_EQ(cpus_of(launcher_->pid()), std::vector<int>{home_cpus().front()});
  ASSERT_TRUE(shell("true").ok());
  EXPECT_EQ(cpus_of(launcher_->pid()), home_cpus());
}

TEST_F(LauncherTest, ACpuThatThereIsNotIsNamedAsTheReason) {
  RunRequest request = capturing();
  request.cpus = {1023};
  const auto done = run({"true"}, request);
  ASSERT_FALSE(done.ok());
  EXPECT_THAT(done.error().error.what, HasSubstr("'true' on the chosen CPU"));
}

TEST_F(LauncherTest, TellsOneThreadFromSeveral) {
  RunRequest request = capturing();
  request.note_cpu_use = true;
  const auto others = [&](const std::string& script) {
    const auto done = shell(script, request);
    if (!done || !done->cpu_use) return Seconds(-1);
    EXPECT_EQ(done->cpu_use->cpus, home_cpus()) << script;
    return done->cpu_use->others;
  };
  constexpr Seconds little{4e-6};
  const std::string python = "exec /usr/bin/python3 -c 'import threading as t; ";
  EXPECT_LT(others("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done").count(), little.count());
  EXPECT_LT(others(python + "len(dir(t))'").count(), little.count());
  EXPECT_GT(others(python + "x = t.Thread(target=int); x.start(); x.join()'").count(),
            little.count());
  EXPECT_GT(others("(exit 0); true").count(), little.count());
  EXPECT_GT(others("true | true").count(), little.count());
}

TEST_F(LauncherTest, CountsWhatOutlivesACommandThoughItEndsByItself) {
  RunRequest request = capturing();
  request.note_cpu_use = true;
  const auto done = shell("sleep 60 & exit 0", request);
  ASSERT_TRUE(done.ok());
  ASSERT_TRUE(done->cpu_use);
  EXPECT_EQ(done->cpu_use->outlived, 1U);
  const auto alone = shell("exit 0", request);
  ASSERT_TRUE(alone.ok());
  ASSERT_TRUE(alone->cpu_use);
  EXPECT_EQ(alone->cpu_use->outlived, 0U);
}

TEST_F(LauncherTest, SeesTheCpusThatACommandChoseAndTheOneThatItEndedOn) {
  const int last = home_cpus().back();
  RunRequest request = capturing();
  request.note_cpu_use = true;
  request.note_last_cpu = true;
  const auto done = run({"taskset", "-c", std::to_string(last), "true"}, request);
  ASSERT_TRUE(done.ok());
  ASSERT_TRUE(done->cpu_use);
  EXPECT_EQ(done->cpu_use->cpus, std::vector<int>{last});
  EXPECT_EQ(done->last_cpu, last);
}

TEST_F(LauncherTest, OfTheCpusNothingIsToldUnasked) {
  const auto done = shell("true");
  ASSERT_TRUE(done.ok());
  EXPECT_FALSE(done->cpu_use);
  EXPECT_FALSE(done->last_cpu);
}

TEST_F(LauncherTest, ArgumentsAreNotInterpreted) {
  EXPECT_EQ(output_of({{"printf", "%s", "$HOME * ; `ls`"}, {}, ""}), "$HOME * ; `ls`");
}

TEST_F(LauncherTest, SaysWhyACommandCannotRun) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  const auto script = [&folder](const std::string& name, const std::string& text, mode_t mode) {
    const std::string path = folder->path() / name;
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  };
  EXPECT_THAT(why_not({{"no-such-program-anywhere"}, {}, ""}),
              HasSubstr("command not found: 'no-such-program-anywhere'"));
  EXPECT_THAT(why_not({{script("plain", "text", 0600)}, {}, ""}), HasSubstr("Permission denied"));
  EXPECT_THAT(why_not({{script("text", "text\n", 0700)}, {}, ""}), HasSubstr("executable format"));
  EXPECT_THAT(why_not({{script("orphan", "#!/no/such\n", 0700)}, {}, ""}),
              HasSubstr("interpreter"));
  EXPECT_THAT(why_not({{"/"}, {}, ""}), HasSubstr("directory"));
  EXPECT_THAT(why_not({{"pwd"}, {}, "/no/such"}), HasSubstr("'/no/such'"));
  EXPECT_THAT(why_not({{"pwd"}, {}, "/etc/passwd"}), HasSubstr("'/etc/passwd'"));
  EXPECT_THAT(why_not({{""}, {}, ""}), HasSubstr("empty"));
  EXPECT_THAT(why_not({{}, {}, ""}), HasSubstr("empty"));
  EXPECT_THAT(why_not({{"printf", std::string("a\0b", 3)}, {}, ""}), HasSubstr("zero byte"));
  EXPECT_THAT(why_not({{"printf", std::string(9'000'000, 'a')}, {}, ""}), HasSubstr("too long"));
  EXPECT_THAT(why_not({{"printf", std::string(1'000'000, 'a')}, {}, ""}), HasSubstr("too long"));
}

TEST_F(LauncherTest, ProgramThatVanishesAfterItWasFoundIsAnError) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  const std::string program = folder->path() / "program";
  std::ofstream(program) << "#!/bin/sh\n";
  chmod(program.c_str(), 0700);
  const auto command = PreparedCommand::prepare({{program}, {}, ""});
  ASSERT_TRUE(command.ok());
  unlink(program.c_str());
  RunRequest request;
  request.command = &*command;
  const auto done = launcher_->run(request);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, RunFailure::not_started);
  EXPECT_THAT(done.error().error.what, HasSubstr("No such file"));
  EXPECT_EQ(output_of({{"echo", "next"}, {}, ""}), "next\n");
}

TEST_F(LauncherTest, RunsInTheGivenFolder) {
  EXPECT_EQ(output_of({{"pwd"}, {}, "/"}), "/\n");
  EXPECT_EQ(output_of({{"bin/sh", "-c", "pwd"}, {}, "/"}), "/\n");  // relative to that folder
}

TEST_F(LauncherTest, EnvironmentIsAddedReplacedAndPadded) {
  setenv("HONE_TEST_KEPT", "kept", 1);
  setenv("HONE_TEST_REPLACED", "old", 1);
  const Launch launch{
      {"sh", "-c", "echo $HONE_TEST_KEPT $HONE_TEST_REPLACED $HONE_TEST_NEW ${#HONE_PADDING}"},
      {{"HONE_TEST_REPLACED", "new"}, {"HONE_TEST_NEW", "added"}},
      ""};
  RunRequest request = capturing();
  EXPECT_EQ(output_of(launch, request), "kept new added 0\n");
  request.padding = 1234;
  EXPECT_EQ(output_of(launch, request), "kept new added 1234\n");
  request.padding = 3;
  EXPECT_EQ(output_of(launch, request), "kept new added 3\n");
}

TEST_F(LauncherTest, LongCommandLineArrivesWhole) {
  const std::vector<std::string> argv{"sh", "-c", "echo $# ${#1}", "sh"};
  Launch launch{argv, {}, ""};
  for (int i = 0; i < 10; ++i) launch.argv.emplace_back(100'000, 'a');
  EXPECT_EQ(output_of(launch), "10 100000\n");
  EXPECT_EQ(output_of({argv, {}, ""}), "0 0\n");
}

TEST_F(LauncherTest, InputIsEmptyUnlessGiven) { EXPECT_EQ(output_of({{"cat"}, {}, ""}), ""); }

TEST_F(LauncherTest, EachRunReadsItsInputFromTheStart) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  const std::string path = folder->path() / "input";
  std::ofstream(path) << "the input";
  const Descriptor input(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  RunRequest request = capturing();
  request.input = input.get();
  request.rewind_input = true;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(output_of({{"cat"}, {}, ""}, request), "the input");
}

// What an earlier run left reading, where it could not be killed, must not read a later one's
// input.
TEST_F(LauncherTest, EachRunReadsItsInputAtAnOffsetOfItsOwn) {
  const Result<Descriptor> input = open_temporary_file();
  ASSERT_TRUE(input.ok());
  ASSERT_EQ(pwrite(input->get(), "the input", 9, 0), 9);
  RunRequest request = capturing();
  request.input = input->get();
  request.rewind_input = true;
  EXPECT_EQ(output_of({{"cat"}, {}, ""}, request), "the input");
  EXPECT_EQ(lseek(input->get(), 0, SEEK_CUR), 0);
}

TEST_F(LauncherTest, OutputGoesToTheGivenDescriptor) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  RunRequest request;
  request.output = OutputTarget::to(ends[1]);
  request.error = OutputTarget::to(ends[1]);
  ASSERT_TRUE(shell("echo one; echo two >&2", request).ok());
  close(ends[1]);
  char text[64] = "";
  EXPECT_EQ(read(ends[0], text, sizeof text), 8);
  EXPECT_STREQ(text, "one\ntwo\n");
  close(ends[0]);
}

TEST_F(LauncherTest, DescriptorThatIsClosedIsAnError) {
  RunRequest request;
  request.output = OutputTarget::to(19'999);
  const auto done = shell("true", request);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, RunFailure::not_started);
}

TEST_F(LauncherTest, CaptureKeepsTheFirstOrTheLastBytes) {
  RunRequest request;
  request.output = OutputTarget::keep_first(10);
  request.error = OutputTarget::keep_last(10);
  const auto done = shell("seq 100000; seq 100000 >&2", request);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->output.text, "1\n2\n3\n4\n5\n");
  EXPECT_TRUE(done->output.cut());
  EXPECT_EQ(done->error.text, "99\n100000\n");
  EXPECT_EQ(done->error.bytes, 588'895U);
  const auto exact = shell("printf 1234567890", request);
  ASSERT_TRUE(exact.ok());
  EXPECT_FALSE(exact->output.cut());
}

TEST_F(LauncherTest, ADrainedOutputIsCountedAndNotKept) {
  RunRequest request;
  request.output = OutputTarget::drain();
  const auto done = shell("seq 100000; [ -p /proc/self/fd/1 ]", request);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->exit.code, 0);
  EXPECT_EQ(done->output.bytes, 588'895U);
  EXPECT_EQ(done->output.text, "");
}

TEST_F(LauncherTest, BytesReadAndWrittenIncludeChildrenAndDevNull) {
  RunRequest request;
  EXPECT_FALSE(shell("true", request)->io.has_value());
  request.count_io = true;
  const auto done = shell("head -c 3000000 /dev/zero; true", request);
  ASSERT_TRUE(done.ok());
  if (!std::filesystem::exists("/proc/self/io")) {
    EXPECT_FALSE(done->io.has_value());
    return;
  }
  ASSERT_TRUE(done->io.has_value());
  EXPECT_GE(done->io->read, 3'000'000U);
  EXPECT_LT(done->io->read, 3'200'000U);
  EXPECT_GE(done->io->written, 3'000'000U);
  EXPECT_LT(done->io->written, 3'200'000U);
}

// The programs that a shell command executes, by the last part of their names.
class ExecutedPrograms {
 public:
  [[nodiscard]] ExecObserver observer() {
    return [this](pid_t process) {
      const auto name = std::filesystem::read_symlink(fmt::format("/proc/{}/exe", process));
      names_.push_back(name.filename().string());
    };
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

TEST_F(LauncherTest, EveryProgramThatACommandExecutesIsSeen) {
  ExecutedPrograms executed;
  RunRequest request = capturing();
  request.executed = executed.observer();
  const auto done = shell(
      fmt::format("a={}; $a; $a | env -i $a; (exec $a); $a & wait; true", exits_at_once), request);
  ASSERT_TRUE(done.ok());
  if (!done->unwatched.empty()) GTEST_SKIP() << done->unwatched;
  EXPECT_EQ(done->exit.code, 0);
  const std::string name = std::filesystem::path(exits_at_once).filename();
  EXPECT_EQ(std::count(executed.names().begin(), executed.names().end(), name), 5);
  EXPECT_NE(executed.names().front(), name);  // the shell
}

TEST_F(LauncherTest, AWatchedCommandRunsAsEver) {
  ExecutedPrograms executed;
  RunRequest request = capturing();
  request.executed = executed.observer();
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(shell("kill -TERM $$", request)->exit.signal, SIGTERM);
    EXPECT_EQ(shell("trap 'exit 5' USR1; kill -USR1 $$; exit 6", request)->exit.code, 5);
    EXPECT_EQ(shell("sleep 1000 & exit 3", request)->left_behind, 1U);
    // Stopped and continued by a process of its own.
    EXPECT_EQ(shell("(sleep 0.1; kill -CONT $$) & kill -STOP $$; wait; exit 7", request)->exit.code,
              7);
  }
  RunRequest limited = request;
  limited.timeout = Seconds(0.2);
  EXPECT_EQ(shell("sleep 1000", limited)->end, Ending::timed_out);
  EXPECT_EQ(shell("exit 2")->exit.code, 2);  // and the launcher goes on unwatched
}

TEST_F(LauncherTest, FloodOfOutputIsReadButNotKept) {
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  RunRequest request = capturing();
  request.output = OutputTarget::keep_first(std::size_t{16} << 20);
  const auto done = shell("head -c 1000000000 /dev/zero; head -c 100000000 /dev/zero >&2", request);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->exit.code, 0);
  EXPECT_EQ(done->output.bytes, 1'000'000'000U);
  EXPECT_EQ(done->output.text.size(), std::size_t{16} << 20);
  EXPECT_EQ(done->error.bytes, 100'000'000U);
  EXPECT_EQ(done->error.text.size(), std::size_t{64} << 10);
  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 200 * 1024);  // KiB; sanitizers keep freed blocks
}

TEST_F(LauncherTest, WhatACommandLeavesRunningIsEndedAndCounted) {
  const auto group = shell("sleep 1000 & sleep 1000 & exit 3");
  ASSERT_TRUE(group.ok());
  EXPECT_EQ(group->exit.code, 3);
  EXPECT_EQ(group->left_behind, 2U);
  EXPECT_FALSE(group->not_killed);
  const auto session = shell("setsid sleep 1000 & setsid sh -c 'sleep 1000; true' & sleep 0.1");
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->left_behind, 3U);
  const auto none = shell("sleep 0 & (true &)");
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(shell("true")->left_behind, 0U);
}

// All writers must be gone once run() returns.
TEST_F(LauncherTest, NothingIsRunningAfterARun) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  RunRequest request;
  request.output = OutputTarget::to(ends[1]);
  ASSERT_TRUE(shell("(trap '' TERM HUP; setsid sleep 1000) & setsid sleep 1000 &", request).ok());
  close(ends[1]);
  ASSERT_EQ(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 0);  // EAGAIN, were there a writer
  close(ends[0]);
}

TEST_F(LauncherTest, ProcessThatHoldsThePipeDelaysNothing) {
  const auto done = shell("setsid sleep 1000 & echo done");
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->output.text, "done\n");
  EXPECT_LT(done->wall.count(), 500);
}

TEST_F(LauncherTest, OutputClosedEarlyIsNoEnd) {
  const auto done = shell("exec >&- 2>&-; sleep 0.05; exit 5");
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->exit.code, 5);
}

TEST_F(LauncherTest, TimeoutIsNotAFailureOfTheCommand) {
  RunRequest request = capturing();
  request.timeout = Seconds(0.5);
  const auto done = shell("echo begun; echo oops >&2; exec sleep 1000", request);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->end, Ending::timed_out);
  EXPECT_EQ(done->exit.signal, SIGTERM);
  EXPECT_EQ(done->error.text, "oops\n");
  request.timeout = Seconds(1e300);
  EXPECT_EQ(shell("true", request)->end, Ending::completed);
}

TEST_F(LauncherTest, CommandThatIgnoresSigtermIsKilled) {
  RunRequest request = capturing();
  request.timeout = Seconds(0.5);
  const auto done = shell("trap '' TERM; while :; do sleep 1000; done", request);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->end, Ending::timed_out);
  EXPECT_EQ(done->exit.signal, SIGKILL);
}

TEST_F(LauncherTest, StoppedCommandIsKilled) {
  RunRequest request;
  request.timeout = Seconds(0.5);
  const auto done = shell("kill -STOP $$", request);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->exit.signal, SIGKILL);
}

TEST_F(LauncherTest, KilledLauncherIsReplaced) {
  const auto lost = shell("kill -KILL $PPID; sleep 1000");
  ASSERT_FALSE(lost.ok());
  EXPECT_EQ(lost.error().kind, RunFailure::launcher_lost);
  EXPECT_EQ(output_of({{"echo", "again"}, {}, ""}), "again\n");
  kill(launcher_->pid(), SIGKILL);  // idle: no run is lost
  EXPECT_EQ(output_of({{"echo", "again"}, {}, ""}), "again\n");
}

TEST_F(LauncherTest, KilledHoneLeavesNothingRunning) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const pid_t hone = fork();
  if (hone == 0) {
    RunRequest request;
    request.output = OutputTarget::to(ends[1]);
    start_in_child();
    const auto done =
        run({"sh", "-c", "trap '' TERM; setsid sleep 1000 & echo started; sleep 1000"}, request);
    _exit(done.ok() ? 1 : 2);
  }
  close(ends[1]);
  char text[8];
  ASSERT_EQ(read(ends[0], text, sizeof text), 8);
  kill(hone, SIGKILL);
  EXPECT_EQ(read(ends[0], text, 1), 0);  // blocks until the last writer is gone
  waitpid(hone, nullptr, 0);
  close(ends[0]);
}

TEST_F(LauncherTest, InterruptEndsTheCommand) {
#ifdef __SANITIZE_THREAD__
  // Its runtime takes spawn's clone, whose child shares our memory, for a fork, and from then on
  // delivers no signals.
  GTEST_SKIP() << "ThreadSanitizer delivers no signals after spawn";
#endif
  EXPECT_EXIT(
      {
        start_in_child();
        install_interrupt_handlers();
        const auto done =
            run({"sh", "-c", "kill -INT $1; sleep 1000", "sh", std::to_string(getpid())});
        const bool ended = done && done->end == Ending::interrupted && done->exit.signal == SIGTERM;
        const auto next = shell("true");  // is not started any more
        _exit(ended && next && next->end == Ending::interrupted ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_F(LauncherTest, MovedLauncherStillRuns) {
  Launcher moved = std::move(*launcher_);
  launcher_.emplace(std::move(moved));
  EXPECT_EQ(output_of({{"echo", "moved"}, {}, ""}), "moved\n");
}

TEST_F(LauncherTest, TooFewDescriptorsIsAnError) {
  if (built_with_sanitizer) GTEST_SKIP() << "UBSan cannot read /proc/self/maps without descriptors";
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const Descriptor next(open("/dev/null", O_RDONLY | O_CLOEXEC));
  rlimit low = before;
  low.rlim_cur = static_cast<rlim_t>(next.get()) + 1;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  const auto done = shell("true");
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_FALSE(done.ok());
  EXPECT_THAT(done.error().error.next, HasSubstr("ulimit -n"));
}

TEST_F(LauncherTest, TooFewDescriptorsInTheLauncherIsAnError) {
  const rlimit low{5, 5};
  ASSERT_EQ(prlimit(launcher_->pid(), RLIMIT_NOFILE, &low, nullptr), 0);
  const auto done = shell("true");
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, RunFailure::not_started);
  EXPECT_THAT(done.error().error.next, HasSubstr("ulimit -n"));
}

TEST_F(LauncherTest, PeakOfHoneIsNotTheCommands) {
  const auto before = run({exits_at_once});
  ASSERT_TRUE(before.ok());
  std::vector<char> touched(std::size_t{200} << 20, 'x');
  ASSERT_EQ(touched.back(), 'x');
  const auto after = run({exits_at_once});
  SetUp();  // a launcher that is started from the swollen process
  const auto anew = run({exits_at_once});
  ASSERT_TRUE(after.ok() && anew.ok());
  EXPECT_NEAR(static_cast<double>(after->exit.usage.ru_maxrss),
              static_cast<double>(before->exit.usage.ru_maxrss), 16 << 10);  // KiB, of 200 MiB
  EXPECT_NEAR(static_cast<double>(anew->exit.usage.ru_maxrss),
              static_cast<double>(before->exit.usage.ru_maxrss), 16 << 10);
}

TEST_F(LauncherTest, PeakIsThatOfTheCommandItself) {
  // A long command line before it must not raise it either.
  constexpr int padding = 18;  // arguments of 100 kB
  Launch padded{{"true"}, {}, ""};
  for (int i = 0; i < padding; ++i) padded.argv.emplace_back(100'000, 'a');
  ASSERT_TRUE(run(padded).ok());
  // The kernel adds RSS up per CPU and reads the sum without the parts that have not been passed on
  // (some hundred KiB): the two figures of one run may differ by that, hence a median.
  std::vector<double> differences;  // KiB
  for (int i = 0; i < 9; ++i) {
    const auto done = run({"grep", "VmHWM", "/proc/self/status"});
    ASSERT_TRUE(done.ok());
    const double own = std::atof(done->output.text.substr(6).c_str());
    differences.push_back(static_cast<double>(done->exit.usage.ru_maxrss) - own);
  }
  std::nth_element(differences.begin(), differences.begin() + 4, differences.end());
  EXPECT_NEAR(differences[4], 0, padding * 100 / 2);
}

TEST_F(LauncherTest, ThousandRunsLeaveNoDescriptors) {
  const auto command = PreparedCommand::prepare({{exits_at_once}, {}, ""});
  ASSERT_TRUE(command.ok());
  RunRequest request = capturing();
  request.command = &*command;
  const auto open_descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = open_descriptors();
  for (int i = 0; i < 1000; ++i) {
    request.padding = static_cast<std::size_t>(i);
    const auto done = launcher_->run(request);
    ASSERT_TRUE(done.ok()) << done.error().error.what;
    ASSERT_EQ(done->exit.code, 0);
  }
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(output_of({{"sh", "-c", "ls /proc/$PPID/fd"}, {}, ""}), "0\n1\n2\n3\n4\n5\n6\n7\n");
}

TEST_F(LauncherTest, CommandInheritsOnlyItsThreeDescriptors) {
  const Descriptor inheritable(open("/dev/null", O_RDONLY));  // without O_CLOEXEC
  SetUp();
  EXPECT_EQ(output_of({{"sh", "-c", "ls /proc/$$/fd"}, {}, ""}), "0\n1\n2\n");
}

TEST_F(LauncherTest, CommandStartsWithCleanSignals) {
  EXPECT_EXIT(
      {
        for (const int ignored : {SIGPIPE, SIGQUIT, SIGCHLD}) signal(ignored, SIG_IGN);
        sigset_t blocked;
        sigfillset(&blocked);
        sigprocmask(SIG_BLOCK, &blocked, nullptr);
        start_in_child();
        const std::string state =
            output_of({{"grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"}, {}, ""});
        std::cerr << state;
        _exit(state == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n" ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_F(LauncherTest, CommandLeadsAGroupOfItsOwn) {
  const auto done = shell("read pid name state parent group rest </proc/$$/stat; test $group = $$");
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->exit.code, 0);
}

}  // namespace
}  // namespace hone::collect
