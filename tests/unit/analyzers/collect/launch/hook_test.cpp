#include "analyzers/collect/launch/hook.hpp"

#include <csignal>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::collect {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

Launch shell(const std::string& script) { return Launch{{"/bin/sh", "-c", script}, {}, ""}; }

Failure failure_of(const Launch& launch) {
  const Result<void, Failure> run = run_hook(launch, interrupted);
  return run ? Failure{FailureKind::unavailable, "none", ""} : run.error();
}

TEST(Hook, WhatEndsWellIsSilent) {
  EXPECT_TRUE(run_hook(shell("echo hello; echo there >&2"), interrupted).ok());
}

TEST(Hook, AFailureTellsItsStatusAndWhatItPrinted) {
  const Failure failure = failure_of(shell("echo one; echo two >&2; exit 3"));
  EXPECT_EQ(failure.kind, FailureKind::failed);
  EXPECT_EQ(failure.text, "exit status 3");
  EXPECT_EQ(failure.output, "one\ntwo\n");
}

TEST(Hook, ASignalIsACrash) {
  const Failure failure = failure_of(shell("kill -SEGV $$"));
  EXPECT_EQ(failure.kind, FailureKind::crashed);
  EXPECT_THAT(failure.text, HasSubstr("SIGSEGV"));
}

TEST(Hook, OnlyTheEndOfALongOutputIsKept) {
  const Failure failure =
      failure_of(shell("head -c 300000 /dev/zero | tr '\\0' x; echo end; exit 1"));
  EXPECT_LE(failure.output.size(), 2000U);
  EXPECT_THAT(failure.output, EndsWith("xend\n"));
}

TEST(Hook, AProgramThatIsNotThereIsNamed) {
  EXPECT_THAT(failure_of(Launch{{"nosuchprogram"}, {}, ""}).text,
              HasSubstr("command not found: 'nosuchprogram'"));
}

TEST(Hook, AFolderThatIsNotThereIsNamed) {
  EXPECT_EQ(
      failure_of(Launch{{"pwd"}, {}, "/no/such"}).text,
      "cannot run 'pwd' in '/no/such': No such file or directory (name a folder that exists)");
}

TEST(Hook, RunsInItsFolderWithItsVariables) {
  EXPECT_TRUE(run_hook(Launch{{"/bin/sh", "-c", "[ $(pwd) = / ] && [ $A = 1 ]"}, {{"A", "1"}}, "/"},
                       interrupted)
                  .ok());
}

TEST(Hook, ReadsNothing) { EXPECT_TRUE(run_hook(shell("[ -z \"$(cat)\" ]"), interrupted).ok()); }

TEST(Hook, WhatItLeavesRunningGoesOnAndIsNotWaitedFor) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  const std::string file = (folder->path() / "pid").string();
  ASSERT_TRUE(run_hook(shell("sleep 60 & echo $! >" + file), interrupted).ok());
  pid_t pid = 0;
  std::ifstream(file) >> pid;
  ASSERT_GT(pid, 0);
  EXPECT_EQ(kill(pid, SIGKILL), 0);
}

}  // namespace
}  // namespace hone::collect
