#include "analyzers/collect/process/interrupt.hpp"

#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

namespace hone::collect {
namespace {

std::atomic<bool> noted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");
int wake_pipe[2] = {-1, -1};

void note(int /*signal*/) {
  const int saved = errno;
  if (noted.exchange(true)) _exit(interrupted_exit_code);
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = write(wake_pipe[1], &byte, 1);
  errno = saved;
}

}  // namespace

void install_interrupt_handlers() {
  if (wake_pipe[0] < 0 && pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return;
  struct sigaction action {};
  action.sa_handler = note;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
  struct sigaction inherited {};
  sigaction(SIGHUP, nullptr, &inherited);
  if (inherited.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
}

void leave_write_errors_to_the_writer() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

void keep_ended_children() { signal(SIGCHLD, SIG_DFL); }

bool interrupted() { return noted.load(); }

int interrupt_descriptor() { return wake_pipe[0]; }

}  // namespace hone::collect
