// Runs a command in blocks, as hone does or as a launcher without any comfort would, and prints
// what each run took; scripts/studies/launch_overhead drives one process of each kind.
//   study_launch_overhead hone|minimal COMMAND...
// For each line "N" on stdin: N lines "whole-cycle-ns wall-ns peak-rss-kib", then an empty one.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzers/collect/launch/launcher.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace {

using Clock = std::chrono::steady_clock;

std::int64_t now_ns() { return Clock::now().time_since_epoch() / std::chrono::nanoseconds(1); }

struct Sample {
  std::int64_t cycle_ns;
  std::int64_t wall_ns;
  long peak_rss_kib;
};

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "study_launch_overhead: %s\n", why.c_str());
  std::exit(1);
}

struct Child {
  char** argv;
  std::int64_t started_ns;
};

int execute(void* argument) {
  Child& child = *static_cast<Child*>(argument);
  child.started_ns = now_ns();
  execve(child.argv[0], child.argv, environ);
  _exit(127);
}

// vfork, exec, wait4 and nothing else: the least that a run can cost.
class Minimal {
 public:
  explicit Minimal(char** argv) : child_{argv, 0}, stack_(stack_bytes) {}

  Sample run() {
    const std::int64_t before = now_ns();
    const pid_t pid =
        clone(execute, stack_.data() + stack_bytes, CLONE_VM | CLONE_VFORK | SIGCHLD, &child_);
    int status = 0;
    rusage usage{};
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid) stop("cannot run");
    const std::int64_t after = now_ns();
    if (status != 0) stop("the command failed");
    return {after - before, after - child_.started_ns, usage.ru_maxrss};
  }

 private:
  static constexpr std::size_t stack_bytes = 65536;
  Child child_;
  std::vector<char> stack_;
};

// All that a unit of a comparison costs: stderr is captured and there is a timeout.
class Hone {
 public:
  explicit Hone(char** argv) {
    hone::Launch launch;
    for (; *argv != nullptr; ++argv) launch.argv.emplace_back(*argv);
    auto command = hone::collect::PreparedCommand::prepare(launch);
    if (!command) stop(command.error().what);
    command_ = std::make_unique<hone::collect::PreparedCommand>(std::move(*command));
    auto launcher = hone::collect::Launcher::start();
    if (!launcher) stop(launcher.error().what);
    launcher_ = std::make_unique<hone::collect::Launcher>(std::move(*launcher));
    request_.command = command_.get();
    request_.error = hone::collect::OutputTarget::keep_last();
    request_.timeout = hone::collect::Seconds(600);
  }

  Sample run() {
    request_.padding = (request_.padding + 17) % 4096;
    const std::int64_t before = now_ns();
    const auto done = launcher_->run(request_);
    const std::int64_t after = now_ns();
    if (!done) stop(done.error().error.what);
    if (done->exit.code != 0 || done->exit.signal != 0) stop("the command failed");
    return {after - before, static_cast<std::int64_t>(done->wall.count() * 1e9),
            done->exit.usage.ru_maxrss};
  }

 private:
  std::unique_ptr<hone::collect::PreparedCommand> command_;
  std::unique_ptr<hone::collect::Launcher> launcher_;
  hone::collect::RunRequest request_;
};

template <class Runner>
void serve(Runner runner) {
  char line[32];
  while (std::fgets(line, sizeof line, stdin) != nullptr) {
    std::vector<Sample> samples;  // printed at the end: no output between runs
    for (int left = std::atoi(line); left > 0; --left) samples.push_back(runner.run());
    for (const Sample& sample : samples) {
      std::printf("%lld %lld %ld\n", static_cast<long long>(sample.cycle_ns),
                  static_cast<long long>(sample.wall_ns), sample.peak_rss_kib);
    }
    std::puts("");
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) stop("usage: study_launch_overhead hone|minimal COMMAND...");
  if (std::strcmp(argv[1], "hone") == 0) {
    serve(Hone(argv + 2));
  } else {
    serve(Minimal(argv + 2));
  }
}
