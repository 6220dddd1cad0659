// Sees every program that a process and its descendants execute, as the kernel tells it to a tracer
// (ptrace). A traced program runs as ever, but for a pause at each fork and execve; one that traces
// itself, or that execve gives another user's rights, does not, so nothing that is timed is
// watched.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include <sys/types.h>

#include "analyzers/model/result.hpp"

namespace hone::collect {

// Told of a process that has just executed a program and has not yet begun it. Called in a thread
// of the watch's own.
using ExecObserver = std::function<void(pid_t process)>;

// The file of the program that a process runs; empty: the kernel does not tell.
std::string program_of(pid_t process);

class ExecWatch {
 public:
  // Watches `root`, a child of hone's, from now on. Error: the kernel does not let hone trace.
  static Result<std::unique_ptr<ExecWatch>> start(pid_t root, ExecObserver observer);

  // Lets go of all that is watched. The observer is not called any more.
  ~ExecWatch();

  ExecWatch(const ExecWatch&) = delete;
  ExecWatch& operator=(const ExecWatch&) = delete;

 private:
  ExecWatch(pid_t root, ExecObserver observer) : root_(root), observer_(std::move(observer)) {}

  void watch();
  // False: the watch is over.
  bool heed(pid_t process, int status);

  pid_t root_;
  ExecObserver observer_;
  std::atomic<bool> over_{false};
  std::thread thread_;  // a tracer is a thread: the kernel takes requests from this one only
};

}  // namespace hone::collect
