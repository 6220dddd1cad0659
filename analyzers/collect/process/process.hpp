// The only place that starts processes. A child runs in a process group of its
// own and dies with us (PR_SET_PDEATHSIG); it is always reaped.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <sys/types.h>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

using Seconds = std::chrono::duration<double>;

struct SpawnOptions {
  int input = -1;   // becomes the child's stdin; -1: /dev/null
  int output = -1;  // stdout; -1: /dev/null
  int error = -1;   // stderr; -1: /dev/null
  std::vector<std::pair<int, int>>
      descriptors;          // {ours, the child's}; all others are closed on exec
  std::vector<int> cpus{};  // that it may run on; empty: all that hone's caller left to hone
};

struct Exit {
  int code = 0;    // meaningful when signal is 0
  int signal = 0;  // 0: ended by itself
  rusage usage{};  // of this very child, from wait4
};

double seconds(const timeval& time);

// How a child ended, in words: "exit status 3", "killed by SIGSEGV (Segmentation fault)".
std::string describe(const Exit& exit);

// Why the terminal stopped a program, in words that follow "it", and the remedy. `signal`: SIGTTIN
// or SIGTTOU.
std::string describe_terminal_stop(int signal);

// A running child. Destroying it kills the whole group and reaps the child.
class Process {
 public:
  Process() = default;
  Process(Process&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), handle_(std::move(other.handle_)) {}
  Process& operator=(Process&& other) noexcept;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() { kill_and_reap(); }

  [[nodiscard]] pid_t pid() const { return pid_; }

  // Descriptor for poll: readable once the child has ended. -1, which poll passes over, where the
  // kernel has none to give (before Linux 5.3, or in some containers).
  [[nodiscard]] int handle() const { return handle_.get(); }

  // Milliseconds that poll may wait at a time: few where only has_ended() tells that the child has
  // ended.
  [[nodiscard]] int milliseconds_to_poll(Seconds left) const;

  [[nodiscard]] bool has_ended() const;

  // The signal by which the terminal has stopped the child: SIGTTIN or SIGTTOU. 0: it runs, has
  // ended, or something else stopped it.
  [[nodiscard]] int stopped_by_terminal() const;

  // Reaps the child; nullopt when it is still running after `timeout`. Processes that the child
  // started may go on, or are killed: while the child is not yet reaped, its group cannot be
  // another's.
  enum class Leftovers { go_on, are_killed };
  std::optional<Exit> wait(Seconds timeout, Leftovers leftovers = Leftovers::go_on);

  // Sends SIGKILL to the group, then reaps the child. Nothing is done when it was already reaped.
  // nullopt also for another user's child, which hone may not kill and therefore leaves.
  std::optional<Exit> kill_and_reap();

 private:
  friend Result<Process> spawn(const Launch& launch, const SpawnOptions& options);
  explicit Process(pid_t pid);
  pid_t pid_ = -1;
  Descriptor handle_;
};

// Starts the launch's program. Fails when it cannot be executed (the error names it and says why).
Result<Process> spawn(const Launch& launch, const SpawnOptions& options);

struct Captured {
  Exit exit;
  std::string output;  // stdout and stderr, at most 1 MiB
};

// Runs a short program to its end; an error when it cannot start or exceeds `timeout`.
Result<Captured> run_and_capture(const Launch& launch, Seconds timeout);

}  // namespace hone::collect
