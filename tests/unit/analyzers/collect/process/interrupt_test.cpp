#include "analyzers/collect/process/interrupt.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hone::collect {
namespace {

// Handlers are the process's: each test has one of its own. Its exit code, 256 when killed.
template <class Body>
int exit_code_of_child(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256;
}

TEST(Interrupt, FirstSignalIsOnlyNoted) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const int code = exit_code_of_child([signal] {
      install_interrupt_handlers();
      if (interrupted()) _exit(1);
      raise(signal);
      _exit(interrupted() ? 17 : 2);
    });
    EXPECT_EQ(code, 17) << signal;
  }
}

TEST(Interrupt, SecondSignalEndsTheProcess) {
  const int code = exit_code_of_child([] {
    install_interrupt_handlers();
    raise(SIGINT);
    usleep(300'000);  // a person's second one
    raise(SIGTERM);
  });
  EXPECT_EQ(code, interrupted_exit_code);
}

TEST(Interrupt, SignalsThatComeTogetherAreOne) {
  const int code = exit_code_of_child([] {
    install_interrupt_handlers();
    raise(SIGTERM);
    raise(SIGTERM);
    _exit(interrupted() ? 17 : 2);
  });
  EXPECT_EQ(code, 17);
}

TEST(Interrupt, HangUpsLeaveTimeToSave) {
  const int code = exit_code_of_child([] {
    install_interrupt_handlers();
    raise(SIGHUP);
    usleep(300'000);
    raise(SIGHUP);
    _exit(interrupted() ? 17 : 2);
  });
  EXPECT_EQ(code, 17);
}

TEST(Interrupt, HangUpStaysIgnoredUnderNohup) {
  const int code = exit_code_of_child([] {
    signal(SIGHUP, SIG_IGN);
    install_interrupt_handlers();
    raise(SIGHUP);
    _exit(interrupted() ? 1 : 17);
  });
  EXPECT_EQ(code, 17);
}

TEST(Interrupt, ClosedPipeIsAnErrorOfTheWrite) {
  const int code = exit_code_of_child([] {
    leave_write_errors_to_the_writer();
    int ends[2];
    if (pipe(ends) != 0) _exit(1);
    close(ends[0]);
    _exit(write(ends[1], "x", 1) == -1 ? 17 : 2);
  });
  EXPECT_EQ(code, 17);
}

}  // namespace
}  // namespace hone::collect
