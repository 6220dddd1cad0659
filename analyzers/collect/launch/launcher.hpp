// Runs commands one after another, each from a process of a few pages, hone-launcher: a
// command's peak RSS starts at that of the process which made it, and hone's is far too high.
// Nothing that a run started is left running when run() returns; docs/launching.md tells what
// the numbers include.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analyzers/collect/counters/counters.hpp"
#include "analyzers/collect/launch/exec_watch.hpp"
#include "analyzers/collect/launch/prepared_command.hpp"
#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/collect/process/output_capture.hpp"
#include "analyzers/collect/process/process.hpp"
#include "analyzers/model/result.hpp"

namespace hone::launcher {
struct Shared;
}

namespace hone::collect {

// Where a command's stdout or stderr goes.
struct OutputTarget {
  enum class Kind : std::uint8_t { null, descriptor, drain, keep_first, keep_last };
  Kind kind = Kind::null;
  int descriptor = -1;    // for Kind::descriptor: hone's own 1 or 2, or a file; stays the caller's
  std::size_t limit = 0;  // for keep_first and keep_last: bytes kept

  static OutputTarget null() { return {}; }
  // A pipe that hone empties.
  static OutputTarget drain() { return {Kind::drain, -1, 0}; }
  static OutputTarget to(int descriptor) { return {Kind::descriptor, descriptor, 0}; }
  static OutputTarget keep_first(std::size_t limit = std::size_t{24} << 20) {
    return {Kind::keep_first, -1, limit};
  }
  static OutputTarget keep_last(std::size_t limit = std::size_t{64} << 10) {
    return {Kind::keep_last, -1, limit};
  }
};

struct RunRequest {
  const PreparedCommand* command = nullptr;
  std::size_t padding = 0;  // bytes of HONE_PADDING
  // stdin; -1: /dev/null. Nothing can be read from a terminal, since the command is in the
  // background.
  int input = -1;
  bool rewind_input =
      false;  // the input is a file: start at its first byte, at an offset of its own
  OutputTarget output;
  OutputTarget error;
  std::optional<Seconds> timeout;
  std::span<const EventInSet> events;  // to be counted, in the command and what it starts
  bool count_io = false;               // fill in CommandRun::io
  bool note_cpu_use = false;           // fill in CommandRun::cpu_use
  bool note_last_cpu = false;          // fill in CommandRun::last_cpu
  // The CPUs that the command begins on, and those that the launcher waits on; empty: hone's own.
  std::vector<int> cpus{};
  std::vector<int> launcher_cpus{};
  ExecObserver executed;  // told of each program that the command executes; may be empty
};

enum class Ending : std::uint8_t {
  completed,    // ended by itself, be it by a signal
  timed_out,    // was told to end (SIGTERM), and after a second made to (SIGKILL)
  interrupted,  // hone was told to end: ended likewise, or not started any more
};

// Bytes that a command and those of its children that it waited for have read and written, by any
// system call; the page cache and /dev/null count like a disk.
struct IoBytes {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
};

// What a command has used CPUs for.
struct CpuUse {
  // CPU time of its other threads, and of the processes that it started and waited for.
  Seconds others{0};
  unsigned outlived = 0;    // processes that outlived it
  std::vector<int> cpus{};  // that it might use at its end
};

struct CommandRun {
  Ending end = Ending::completed;
  Exit exit;                 // with the rusage of this very command
  Seconds wall{0};           // from just before its execve until its end was seen
  unsigned left_behind = 0;  // processes that outlived it, and were then killed
  // Some process, or the command itself, could not be killed: another user's, or stuck in the
  // kernel.
  bool not_killed = false;
  int stopped_by = 0;     // SIGTTIN or SIGTTOU: the terminal stopped it, so it was killed; 0: no
  CapturedOutput output;  // empty unless captured
  CapturedOutput error;
  std::vector<CounterReading> counted;  // by event; a running time of 0: not counted
  std::optional<IoBytes> io;            // absent: not asked for, or the kernel does not tell
  std::optional<CpuUse> cpu_use{};      // likewise
  std::optional<int> last_cpu{};        // that its first thread ran on at the end; likewise
  std::string
      unwatched;  // why RunRequest::executed was told nothing; empty: it was, or was not set
};

enum class RunFailure : std::uint8_t {
  not_started,    // the error names the command and says why
  launcher_lost,  // hone-launcher was killed; the next run starts it anew
};

struct RunError {
  RunFailure kind = RunFailure::not_started;
  Error error;
};

class Launcher {
 public:
  // Starts hone-launcher. Fails when it is not installed, or does not answer.
  static Result<Launcher> start();

  Launcher(Launcher&&) noexcept = default;
  Launcher& operator=(Launcher&&) noexcept = default;
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;
  ~Launcher();

  Result<CommandRun, RunError> run(const RunRequest& request);

  // The process of hone-launcher, whose CPU affinity and limits commands inherit; -1 after a loss.
  [[nodiscard]] pid_t pid() const { return process_.pid(); }

 private:
  struct Unmap {
    void operator()(launcher::Shared* shared) const;
  };
  class Streams;

  Launcher() = default;
  Result<void> connect();
  Result<CommandRun, RunError> run_once(const RunRequest& request);
  Result<void, RunError> write_command(const RunRequest& request);
  Result<void, RunError> send_command(const Streams& streams);
  bool await_end(const RunRequest& request, Streams& streams, Ending& end);
  void place_launcher(const std::vector<int>& cpus);
  void disconnect();
  RunError lose_command();
  Result<CommandRun, RunError> answer(const RunRequest& request, Streams& streams, Ending end);

  Descriptor memory_;
  std::unique_ptr<launcher::Shared, Unmap> shared_;
  Descriptor socket_;
  Process process_;
  std::vector<int> launcher_cpus_;  // as last asked for
  bool swollen_ = false;            // a long command line raised the launcher's own peak
};

}  // namespace hone::collect
