// The command writes raw records to a pipe with a name, in a folder of ours; heaptrack_interpret
// turns them into a trace, which a thread reads as it comes. So nothing of the size of the run is
// kept anywhere.
#include "analyzers/collect/heap/heaptrack.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/allocations/own_allocator.hpp"
#include "analyzers/collect/heap/compressed_file.hpp"
#include "analyzers/collect/heap/heap_trace.hpp"
#include "analyzers/collect/launch/prepared_command.hpp"
#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/collect/process/exec_arguments.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/program_file.hpp"
#include "analyzers/collect/process/resource_limits.hpp"
#include "analyzers/collect/process/start_thread.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "fmt/ranges.h"

namespace hone::collect {
namespace {

constexpr std::size_t copied_bytes = std::size_t{64} << 10;
constexpr const char* preload_variable = "LD_PRELOAD";
constexpr const char* output_variable = "DUMP_HEAPTRACK_OUTPUT";  // read by heaptrack's library

Error system_error(std::string_view what) {
  return {fmt::format("{}: {}", what, std::strerror(errno)), ""};
}

// The interpreter at work on the pipe that the command writes to.
class Interpretation {
 public:
  static Result<Interpretation> start(const HeaptrackFiles& heaptrack,
                                      const std::filesystem::path& pipe_name) {
    Interpretation started;
    if (mkfifo(pipe_name.c_str(), 0600) != 0) return system_error("cannot make a pipe");
    // Both ends, the reading one first, which waits for nobody: the command's own opening finds
    // them, and a command that never opens it keeps nobody waiting.
    started.spare_ = Descriptor(open(pipe_name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    started.raw_ = Descriptor(open(pipe_name.c_str(), O_WRONLY | O_CLOEXEC));
    const Descriptor reading(open(pipe_name.c_str(), O_RDONLY | O_CLOEXEC));
    if (!started.spare_ || !started.raw_ || !reading) return system_error("cannot open a pipe");
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("cannot make a pipe");
    started.trace_ = Descriptor(ends[0]);
    const Descriptor writing(ends[1]);
    SpawnOptions options;  // its own statistics, on stderr, are dropped
    options.input = reading.get();
    options.output = writing.get();
    Result<Process> process = spawn({{heaptrack.interpreter}, {}, ""}, options);
    if (!process) return process.error();
    started.process_ = std::move(*process);
    return started;
  }

  // Until the command and the interpreter have ended. Reads on when the parser wants no more, or
  // the interpreter is gone: the command must not be stopped by a pipe that nobody empties.
  void read_trace(HeapTraceParser& parser, const std::atomic<bool>& command_ended) {
    std::vector<char> bytes(copied_bytes);  // a thread's stack may be as small
    bool wanted = true;
    ssize_t got = 1;
    while (got > 0 || (got < 0 && errno == EINTR)) {
      got = read(trace_.get(), bytes.data(), bytes.size());
      if (got > 0 && wanted) wanted = parser.feed({bytes.data(), static_cast<std::size_t>(got)});
    }
    while (!command_ended) {
      pollfd waiting{spare_.get(), POLLIN, 0};
      poll(&waiting, 1, 50);
      if (read(spare_.get(), bytes.data(), bytes.size()) <= 0) std::this_thread::yield();
    }
  }

  // The command has ended: what is in the pipe is the last of it.
  void end_of_command() { raw_.reset(); }

  std::optional<Exit> wait(Seconds timeout) { return process_.wait(timeout); }
  std::optional<Exit> kill() { return process_.kill_and_reap(); }

 private:
  Descriptor spare_;  // reads what the interpreter should
  Descriptor raw_;    // held open until the command has ended
  Descriptor trace_;
  Process process_;
};

// The thread that reads the trace. However the command's run ends, by an exception too, the thread
// ends with the interpreter.
class Reader {
 public:
  explicit Reader(Interpretation& interpretation) : interpretation_(interpretation) {}
  ~Reader() {
    if (!thread_.joinable()) return;
    end_of_command();
    interpretation_.kill();
    thread_.join();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Result<void> start(HeapTraceParser& parser) {
    Result<std::thread> thread =
        start_thread([this, &parser] { interpretation_.read_trace(parser, command_ended_); });
    if (!thread) return thread.error();
    thread_ = std::move(*thread);
    return {};
  }

  void end_of_command() {
    command_ended_ = true;
    interpretation_.end_of_command();
  }

  void join() { thread_.join(); }

 private:
  Interpretation& interpretation_;
  std::atomic<bool> command_ended_{false};
  std::thread thread_;
};

std::string preload_value(const Launch& launch, const std::string& library) {
  std::string others;
  if (const char* inherited = std::getenv(preload_variable)) others = inherited;
  for (const auto& [name, value] : launch.env) {
    if (name == preload_variable) others = value;
  }
  return others.empty() ? library : fmt::format("{}:{}", library, others);
}

Launch traced(Launch launch, const std::string& library, const std::string& pipe_name) {
  std::string preload = preload_value(launch, library);
  std::erase_if(launch.env, [](const auto& entry) {
    return entry.first == preload_variable || entry.first == output_variable;
  });
  launch.env.emplace_back(preload_variable, std::move(preload));
  launch.env.emplace_back(output_variable, pipe_name);
  return launch;
}

Result<void> check_traceable(const PreparedCommand& command, const Launch& launch) {
  const bool relative = command.program().front() != '/' && !command.folder().empty();
  const std::string path =
      relative ? command.folder() + "/" + command.program() : command.program();
  if (const std::optional<Error> why = why_not_preloadable(path)) {
    return Error{fmt::format("cannot trace '{}': it {}, so that heaptrack's library cannot be "
                             "loaded into it",
                             command.name(), why->what),
                 why->next};
  }
  if (const std::optional<std::string> allocator = own_allocator(path, launch)) {
    return Error{fmt::format("cannot trace '{}': {} has a malloc of its own, of whose calls "
                             "heaptrack sees a part at the most",
                             command.name(), *allocator),
                 "trace it with the C library's"};
  }
  return {};
}

std::string describe_end(const CommandRun& run, const std::optional<Seconds>& timeout) {
  switch (run.end) {
    case Ending::interrupted: return "it was interrupted";
    case Ending::timed_out:
      return fmt::format("the program did not end within {:.3g} s", timeout->count());
    case Ending::completed: break;
  }
  if (run.stopped_by != 0) return "the program " + describe_terminal_stop(run.stopped_by);
  if (run.exit.signal != 0) {
    return fmt::format("the program was {}{}", describe(run.exit), cause_of_kill(run.exit));
  }
  return "";
}

// A program that was ended takes the last records with it; one that ends by _exit or exec, too.
// `successor`: the program that it executed in its place; absent: none.
void tell_what_is_missing(HeapProfile& profile, const Exit& interpreted,
                          const std::optional<std::string>& successor) {
  if (successor) {
    profile.incomplete = fmt::format(
        "the program executed '{}' in its place, which heaptrack does not follow; trace that one",
        successor->empty() ? "another program" : *successor);
  } else if (interpreted.signal != 0 || interpreted.code != 0) {
    profile.incomplete = "heaptrack_interpret failed: " + describe(interpreted);
  } else if (!profile.incomplete.empty()) {
    profile.incomplete +=
        " (a program that ends by _exit or exec, or closes heaptrack's descriptor, leaves it so)";
  }
}

HeapProfile profile_of(Result<HeapProfile> finished, const Launch& launch) {
  HeapProfile profile;
  if (finished) {
    profile = std::move(*finished);
  } else {
    profile.incomplete = "heaptrack recorded nothing";
  }
  profile.command = fmt::format("{}", fmt::join(launch.argv, " "));
  return profile;
}

}  // namespace

Result<HeaptrackFiles> find_heaptrack() {
  const Error missing{"heaptrack is not installed", "apt-get install heaptrack"};
  const Result<std::string> script = find_program({{"heaptrack"}, {}, ""});
  if (!script) return missing;
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(*script, error);
  if (error) return missing;
  const std::filesystem::path root = real.parent_path().parent_path();
  for (const char* const libraries : {"lib/heaptrack", "lib64/heaptrack"}) {
    const std::filesystem::path folder = root / libraries;
    HeaptrackFiles files{folder / "libheaptrack_preload.so",
                         folder / "libexec" / "heaptrack_interpret"};
    if (access(files.preloaded.c_str(), R_OK) == 0 &&
        access(files.interpreter.c_str(), X_OK) == 0) {
      return files;
    }
  }
  return Error{fmt::format("'{}' is there, but its library or interpreter is not found in {}/lib",
                           *script, root.string()),
               "apt-get install --reinstall heaptrack"};
}

Result<HeapProfile> record_heap(const HeaptrackFiles& heaptrack, const Launch& launch,
                                const TracedRun& run) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  if (!folder) return folder.error();
  // The command may start in another folder.
  const std::filesystem::path pipe_name = std::filesystem::absolute(folder->path()) / "heaptrack";
  const Launch with_library = traced(launch, heaptrack.preloaded, pipe_name);
  const Result<PreparedCommand> command = PreparedCommand::prepare(with_library);
  if (!command) return command.error();
  if (auto traceable = check_traceable(*command, launch); !traceable) return traceable.error();
  Result<Interpretation> interpretation = Interpretation::start(heaptrack, pipe_name);
  if (!interpretation) return interpretation.error();

  HeapTraceParser parser;
  Reader reader(*interpretation);
  if (Result<void> started = reader.start(parser); !started) return started.error();
  std::optional<pid_t> traced_process;
  std::optional<std::string> successor;
  const bool may_wait = run(with_library, [&](pid_t process) {
    if (process == traced_process) successor = program_of(process);
    if (!traced_process) traced_process = process;
  });
  reader.end_of_command();
  // It may be behind. After an interrupt what it has not read is given up; so it is where a
  // process that could not be killed holds the pipe open.
  constexpr Seconds pause{0.1};
  std::optional<Exit> interpreted = interpretation->wait(pause);
  while (!interpreted) {
    interpreted = interrupted() || !may_wait ? interpretation->kill() : interpretation->wait(pause);
  }
  reader.join();
  HeapProfile profile = profile_of(parser.finish(), launch);
  tell_what_is_missing(profile, *interpreted, successor);
  return profile;
}

Result<HeapRun> trace_heap(const HeaptrackFiles& heaptrack, const Launch& launch,
                           Launcher& launcher, RunRequest request) {
  std::optional<Result<CommandRun, RunError>> run;
  const auto run_traced = [&](const Launch& traced, const ExecObserver& executed) {
    const Result<PreparedCommand> command = PreparedCommand::prepare(traced);
    if (!command) {
      run = RunError{RunFailure::not_started, command.error()};
      return true;
    }
    request.command = &*command;
    request.executed = executed;
    run = launcher.run(request);
    return *run && !(*run)->not_killed;
  };
  Result<HeapProfile> profile = record_heap(heaptrack, launch, run_traced);
  if (!profile) return profile.error();
  if (!*run) return run->error().error;
  const std::string ended = describe_end(**run, request.timeout);
  if (!ended.empty()) profile->incomplete = ended;
  return HeapRun{std::move(**run), std::move(*profile)};
}

Result<HeapProfile> read_heap_trace(const std::string& path) {
  HeapTraceParser parser;
  const Result<ContentEnd> end =
      read_decompressed(path, [&](std::string_view piece) { return parser.feed(piece); });
  if (!end) return end.error();
  Result<HeapProfile> profile = parser.finish();
  if (!profile) {
    const bool is_file = !end->incomplete.empty();  // that, rather than what it was to hold
    return Error{
        fmt::format("cannot read '{}': {}", path, is_file ? end->incomplete : profile.error().what),
        is_file ? "" : profile.error().next};
  }
  if (!end->incomplete.empty()) profile->incomplete = end->incomplete;
  return profile;
}

}  // namespace hone::collect
