#include "analyzers/collect/worker/worker_client.hpp"

#include <array>
#include <climits>
#include <csignal>

#include <poll.h>
#include <unistd.h>

#include "analyzers/collect/process/installation.hpp"
#include "analyzers/collect/process/resource_limits.hpp"
#include "analyzers/collect/process/sanitizer.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr int worker_channel = 3;               // its number in the worker
constexpr std::size_t error_tail_bytes = 2000;  // of a failing worker's stderr, kept for the report
constexpr Seconds exit_grace{5};                // from the last answer to the end of the process

Launch launch_of(const WorkerLaunch& worker) {
  Launch launch;
  launch.argv = worker.wrapper;
  launch.argv.push_back(own_executable());
  launch.argv.insert(launch.argv.end(), {"worker", "--channel", std::to_string(worker_channel)});
  launch.env.emplace_back("HONE_PADDING", std::string(worker.padding, 'x'));
  if (!worker.preloads.empty()) {
    launch.env.emplace_back("LD_PRELOAD", fmt::format("{}", fmt::join(worker.preloads, ":")));
  }
  launch.env.insert(launch.env.end(), worker.env.begin(), worker.env.end());
  return launch;
}

}  // namespace

std::string own_executable() {
  std::array<char, PATH_MAX> path{};
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
  return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : "hone";
}

Result<Worker, Failure> Worker::launch(const WorkerLaunch& worker) {
  Result<Worker, Failure> started = start(worker);
  if (!started) return started;
  if (auto sent = started->send(format_job(worker.job), worker.timeout); !sent) return sent.error();
  return started;
}

Result<Worker, Failure> Worker::start(const WorkerLaunch& worker) {
  if (built_with_sanitizer && !worker.preloads.empty()) {
    return Failure::unavailable(fmt::format(
        "{} cannot be preloaded: this build of hone has a sanitizer", worker.preloads.front()));
  }
  if (const Result<std::string> own = running_executable(); !own) {
    return Failure::failed(own.error());
  }
  Result<std::pair<Descriptor, Descriptor>> ends = make_channel();
  if (!ends) return Failure::failed(ends.error());
  Result<OutputCapture> errors = OutputCapture::open(OutputCapture::Keep::last, error_tail_bytes);
  if (!errors) return Failure::failed(errors.error());
  SpawnOptions options;
  options.error = errors->writing_end();
  options.cpus = worker.cpus;
  options.descriptors = {{ends->second.get(), worker_channel}};
  Result<Process> process = spawn(launch_of(worker), options);
  if (!process) return Failure::failed(process.error());
  errors->close_writing_end();
  return Worker(std::move(*process), Channel(std::move(ends->first)), std::move(*errors), worker);
}

std::string Worker::error_output() {
  errors_.drain();
  return errors_.take().text;
}

// What a plug-in left running would disturb what is measured next. Until its end the worker may
// print more than its pipe holds.
std::optional<Exit> Worker::end_of_process(Seconds timeout) {
  const auto deadline = Clock::now() + timeout;
  Seconds left = timeout;
  while (left.count() > 0) {
    std::array<pollfd, 2> waiting{pollfd{process_.handle(), POLLIN, 0},
                                  pollfd{errors_.reading_end(), POLLIN, 0}};
    poll(waiting.data(), waiting.size(), process_.milliseconds_to_poll(left));
    if (waiting[0].revents != 0 || process_.has_ended()) break;
    if (waiting[1].revents != 0) errors_.read_some();
    left = deadline - Clock::now();
  }
  return process_.wait(Seconds(0), Process::Leftovers::are_killed);
}

Failure Worker::failure_of_silence(ChannelError error) {
  if (error == ChannelError::timed_out) {
    // Without a handle its end is not seen while a child of its holds the channel open.
    if (const std::optional<Exit> exit = end_of_process(Seconds(0))) return failure_of_end(*exit);
    process_.kill_and_reap();
    return Failure{FailureKind::timed_out,
                   fmt::format("gave no answer within {:.3g} s", timeout_.count()), error_output()};
  }
  if (error == ChannelError::interrupted) {
    process_.kill_and_reap();
    return Failure::failed("interrupted");
  }
  if (error == ChannelError::too_long) {
    process_.kill_and_reap();
    return Failure::failed("sent an answer that is too long");
  }
  // Closed: it is ending, or has ended; a worker that only closed the channel is killed.
  const std::optional<Exit> exit = end_of_process(exit_grace);
  if (!exit && process_.kill_and_reap()) {
    return Failure{FailureKind::failed, "closed its channel to hone, and went on", error_output()};
  }
  if (exit) return failure_of_end(*exit);
  return Failure{FailureKind::failed, "ended before its work was done: lost", error_output()};
}

Failure Worker::failure_of_end(const Exit& exit) {
  const std::string how = describe(exit);
  if (exit.signal != 0) {
    return Failure{FailureKind::crashed, how + cause_of_kill(exit), error_output()};
  }
  return Failure{FailureKind::failed, fmt::format("ended before its work was done: {}", how),
                 error_output()};
}

Failure Worker::unexpected(const std::string& line) {
  process_.kill_and_reap();
  if (std::optional<Failure> failure = parse_failure(line)) {
    failure->output = error_output();
    failure->text = beginning_of(failure->text);
    told_failure_ = true;
    return *failure;
  }
  return Failure::failed(
      fmt::format("sent an answer that hone does not know: '{}'", beginning_of(line)));
}

Watch Worker::watch() {
  return {.interrupt = true, .process = process_.handle(), .printed = &errors_};
}

Result<std::string, Failure> Worker::exchange(std::string_view request, Clock::time_point begin) {
  const auto left = [&] { return timeout_ - (Clock::now() - begin); };
  if (!request.empty()) {
    if (Result<void, Failure> sent = send(request, left()); !sent) return sent.error();
  }
  return receive(left());
}

// What a worker that is gone said before is still to be received.
Result<void, Failure> Worker::send(std::string_view request, Seconds timeout) {
  const Result<void, ChannelError> sent = channel_.send(request, timeout, watch());
  if (!sent && sent.error() != ChannelError::closed) return failure_of_silence(sent.error());
  return {};
}

Result<std::string, Failure> Worker::receive(Seconds timeout) {
  Result<std::string, ChannelError> line = channel_.receive(timeout, watch(), longest_answer_);
  if (!line) return failure_of_silence(line.error());
  return std::move(*line);
}

Result<std::string, Failure> Worker::ask(std::string_view request, Clock::time_point begin) {
  Result<std::string, Failure> line = exchange(request, begin);
  if (line && parse_failure(*line)) return unexpected(*line);
  return line;
}

Result<Ready, Failure> Worker::await_ready() {
  const Result<std::string, Failure> line = receive(timeout_);
  if (!line) return line.error();
  if (const std::optional<Ready> ready = parse_ready(*line)) return *ready;
  return unexpected(*line);
}

Result<Block, Failure> Worker::measure(std::uint64_t iterations) {
  const Result<std::string, Failure> line = exchange(fmt::format("measure {}", iterations));
  if (!line) return line.error();
  if (const std::optional<Block> block = parse_block(*line)) return *block;
  return unexpected(*line);
}

Result<Counts, Failure> Worker::count(std::uint64_t iterations) {
  const Result<std::string, Failure> line = exchange(fmt::format("count {}", iterations));
  if (!line) return line.error();
  if (const std::optional<Counts> counts = parse_counts(*line)) return *counts;
  if (std::optional<std::string> reason = parse_text(*line, "absent")) {
    return Failure::unavailable(*reason);
  }
  return unexpected(*line);
}

Result<void, Failure> Worker::simulate(std::uint64_t iterations) {
  const Result<std::string, Failure> line = exchange(fmt::format("simulate {}", iterations));
  if (!line) return line.error();
  if (*line == "simulated") return {};
  if (std::optional<std::string> reason = parse_text(*line, "absent")) {
    return Failure::unavailable(*reason);
  }
  return unexpected(*line);
}

Result<std::uint64_t, Failure> Worker::finish() {
  const Result<std::string, Failure> line = exchange("finish");
  if (!line) return line.error();
  const std::optional<std::uint64_t> peak = parse_number(*line, "finished");
  if (!peak) return unexpected(*line);
  const std::optional<Exit> exit = end_of_process(exit_grace);
  if (!exit) {
    process_.kill_and_reap();
    return Failure{FailureKind::timed_out, "did not end when it was done", error_output()};
  }
  if (exit->signal != 0 || exit->code != 0) {
    const FailureKind kind = exit->signal != 0 ? FailureKind::crashed : FailureKind::failed;
    return Failure{kind, describe(*exit) + " when it was done", error_output()};
  }
  return *peak;
}

}  // namespace hone::collect
