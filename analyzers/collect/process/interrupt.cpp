#include "analyzers/collect/process/interrupt.hpp"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

namespace hone::collect {
namespace {

// When the first signal came; 0: none has.
std::atomic<std::int64_t> first_ns{0};
std::atomic<int> holds{0};
std::atomic<bool> second_held{false};
static_assert(std::atomic<std::int64_t>::is_always_lock_free &&
                  std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free,
              "used by a signal handler");
int wake_pipe[2] = {-1, -1};

// Signals that come together are one wish: timeout(1) sends SIGTERM to hone, and then to its whole
// group.
constexpr std::int64_t together_ns = 200'000'000;

std::int64_t now_ns() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// A terminal that is closed may say so several times, itself and by its shell, and asks for no
// haste.
void note(int signal) {
  const int saved = errno;
  const std::int64_t now = now_ns();
  std::int64_t first = 0;
  if (first_ns.compare_exchange_strong(first, now)) {
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = write(wake_pipe[1], &byte, 1);
  } else if (signal != SIGHUP && now - first > together_ns) {
    if (holds == 0) _exit(interrupted_exit_code);
    second_held = true;
  }
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

bool interrupted() { return first_ns.load() != 0; }

SecondSignalHeld::SecondSignalHeld() { ++holds; }

SecondSignalHeld::~SecondSignalHeld() { --holds; }

bool hurried() { return second_held; }

int interrupt_descriptor() { return wake_pipe[0]; }

}  // namespace hone::collect
