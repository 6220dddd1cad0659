// hone's side of the protocol: a handle on a running worker. Every request has a
// time limit; a worker that crashes, hangs or talks nonsense becomes a Failure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/collect/process/output_capture.hpp"
#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/worker/channel.hpp"
#include "analyzers/collect/worker/worker_protocol.hpp"

namespace hone::collect {

// Path of this very program, which is what a worker runs.
std::string own_executable();

struct WorkerLaunch {
  Job job;
  std::vector<std::string> wrapper;   // argv of a program that runs the worker, e.g. valgrind's
  std::vector<std::string> preloads;  // libraries for LD_PRELOAD, in order
  std::vector<int> cpus{};            // that it begins on; empty: hone's own
  std::size_t padding = 0;            // bytes added to the environment, to move the stack
  std::vector<std::pair<std::string, std::string>> env{};  // variables beside those
  Seconds timeout{60};                                     // for each answer
  std::size_t longest_answer = Channel::longest_line;
};

class Worker {
 public:
  // Starts the process and sends the job; does not wait for its answer.
  static Result<Worker, Failure> launch(const WorkerLaunch& launch);

  // Starts the process without a job, for a worker that is asked what is in a plug-in.
  static Result<Worker, Failure> start(const WorkerLaunch& launch);

  // Whether the worker itself reported the last Failure, rather than hone concluding it from how
  // the worker behaved.
  [[nodiscard]] bool told_failure() const { return told_failure_; }

  // Sends the request, unless it is empty, and waits for one line. A line that reports a Failure is
  // returned as that Failure. Several requests with one `begin` share one time limit.
  using Clock = std::chrono::steady_clock;
  Result<std::string, Failure> ask(std::string_view request,
                                   Clock::time_point begin = Clock::now());

  // Each waits for one answer.
  Result<Ready, Failure> await_ready();
  Result<Block, Failure> measure(std::uint64_t iterations);
  Result<Counts, Failure> count(std::uint64_t iterations);
  Result<void, Failure> simulate(std::uint64_t iterations);
  Result<std::uint64_t, Failure> finish();  // peak resident set, bytes; the worker is reaped

  [[nodiscard]] pid_t pid() const { return process_.pid(); }

  // Sets the time limit of each answer from now on.
  void set_timeout(Seconds timeout) { timeout_ = timeout; }

 private:
  Worker(Process process, Channel channel, OutputCapture errors, const WorkerLaunch& launch)
      : process_(std::move(process)),
        channel_(std::move(channel)),
        errors_(std::move(errors)),
        timeout_(launch.timeout),
        longest_answer_(launch.longest_answer) {}

  Watch watch();
  // Sends and waits as ask() does, but returns a line of any kind.
  Result<std::string, Failure> exchange(std::string_view request,
                                        Clock::time_point begin = Clock::now());
  Result<void, Failure> send(std::string_view request, Seconds timeout);
  Result<std::string, Failure> receive(Seconds timeout);
  std::optional<Exit> end_of_process(Seconds timeout);
  Failure failure_of_silence(ChannelError error);
  Failure failure_of_end(const Exit& exit);
  Failure unexpected(const std::string& line);
  std::string error_output();

  Process process_;
  Channel channel_;
  OutputCapture errors_;  // the end of the worker's stderr, read while we wait for the worker
  Seconds timeout_;
  std::size_t longest_answer_;
  bool told_failure_ = false;
};

}  // namespace hone::collect
