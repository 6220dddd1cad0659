// A worker is started as anybody could start one by hand, rather than with a channel: heaptrack's
// trace is of a whole process.
#include "analyzers/collect/passes/heap_pass.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzers/collect/heap/heaptrack.hpp"
#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/collect/process/file_tail.hpp"
#include "analyzers/collect/process/sanitizer.hpp"

namespace hone::collect {
namespace {

constexpr std::uint64_t traced_iterations = 2;
// A standalone worker runs one cold, for the checksum, and one to warm up (worker.cpp).
constexpr std::uint64_t other_iterations = 2;
constexpr double workload_slowdown = 20;  // for the worker's time limit
constexpr std::string_view worker_functions = "hone::collect::work::";

Reading counted(std::uint64_t number) {
  return Value{static_cast<double>(number), Provenance::counted};
}

// Only what the allocation counter does not tell: heaptrack's other totals include a block of 71
// KiB that the C++ runtime, which comes with it, allocates. Of a trace that is cut short nothing is
// known to be never freed.
PassResult result_of(HeapProfile profile, std::uint64_t iterations) {
  PassResult result;
  if (profile.incomplete.empty()) {
    result.readings.emplace("leaked_bytes", counted(profile.totals.leaked_bytes));
  } else {
    result.readings.emplace("leaked_bytes",
                            Absent{"heaptrack's trace is incomplete: " + profile.incomplete});
  }
  result.heap = HeapTrace{std::move(profile), iterations};
  return result;
}

Launch standalone(const WorkerLaunch& worker) {
  Launch launch;
  launch.argv = standalone_arguments(worker.job);
  launch.argv.insert(launch.argv.begin(), own_executable());
  launch.argv.insert(launch.argv.end(), {"--iterations", std::to_string(traced_iterations)});
  return launch;
}

// Why a worker's trace is not that of its work; empty: it is.
std::string why_failed(const HeapRun& traced) {
  const Exit& exit = traced.run.exit;
  if (traced.run.end != Ending::completed || exit.signal != 0) return traced.profile.incomplete;
  if (exit.code == 0) return "";
  const std::string_view said = last_line(traced.run.error.text);
  return said.empty() ? describe(exit) : std::string(said);
}

// Of an outermost frame: the loader's, or where the C library starts the program. Without the
// library's symbols the latter cannot be told from where it starts a thread.
bool begins_program(const HeapProfile& profile, const HeapNode& outermost) {
  const HeapFrame& frame = profile.frames[outermost.frame];
  const std::string& name = profile.names[frame.function];
  const std::string& path = profile.names[frame.object];
  const std::string_view file = std::string_view(path).substr(path.find_last_of('/') + 1);
  return file.starts_with("ld-") || file.starts_with("ld.") || name == "_start" ||
         name.starts_with("__libc_start") || name.starts_with("call_init");
}

}  // namespace

HeapProfile part_within(HeapProfile profile, std::string_view function) {
  const auto name_of = [&](const HeapNode& node) -> std::string_view {
    return profile.names[profile.frames[node.frame].function];
  };
  const auto is_function = [&](const HeapNode& node) {
    return name_of(node).starts_with(function);
  };
  if (std::none_of(profile.nodes.begin() + 1, profile.nodes.end(), is_function)) return profile;
  enum class Part : std::uint8_t { other_thread, start, wanted };
  std::vector<Part> parts(profile.nodes.size(), Part::other_thread);
  HeapCosts totals;
  profile.nodes[0].costs = {};
  for (std::size_t index = 1; index < profile.nodes.size(); ++index) {
    HeapNode& node = profile.nodes[index];
    parts[index] = parts[node.parent];
    if (name_of(node) == "main") parts[index] = Part::start;
    if (node.parent == 0 && begins_program(profile, node)) parts[index] = Part::start;
    if (is_function(node)) parts[index] = Part::wanted;
    if (parts[index] == Part::start) node.costs = {};
    totals += node.costs;
  }
  profile.totals = totals;
  profile.sizes.clear();  // they are of all
  return profile;
}

Result<PassResult, Failure> trace_workload_heap(const WorkerLaunch& launch) {
  if (built_with_sanitizer) {
    return Failure::unavailable(
        "heaptrack cannot be preloaded: this build of hone has a sanitizer");
  }
  if (!launch.preloads.empty()) {
    return Failure::unavailable(
        fmt::format("heaptrack does not see all calls of {}, which this variant preloads",
                    launch.preloads.front()));
  }
  const Result<HeaptrackFiles> heaptrack = find_heaptrack();
  if (!heaptrack) return Failure::unavailable(heaptrack.error());
  Result<Launcher> launcher = Launcher::start();
  if (!launcher) return Failure::unavailable(launcher.error());
  RunRequest request;
  request.error = OutputTarget::keep_last();
  request.timeout = launch.timeout * workload_slowdown;
  Result<HeapRun> traced = trace_heap(*heaptrack, standalone(launch), *launcher, request);
  if (!traced) return Failure::unavailable(traced.error());
  if (const std::string why = why_failed(*traced); !why.empty()) {
    return Failure::unavailable("under heaptrack: " + why);
  }
  return result_of(part_within(std::move(traced->profile), worker_functions),
                   traced_iterations + other_iterations);
}

Result<PassResult, Failure> trace_command_heap(const CommandTrial& trial) {
  const Result<HeaptrackFiles> heaptrack = find_heaptrack();
  if (!heaptrack) return Failure::unavailable(heaptrack.error());
  std::optional<Result<CommandRun, Failure>> run;
  const auto run_traced = [&](const Launch& traced, const ExecObserver& executed) {
    run = trial.run({.launch = traced, .executed = executed});
    return *run && !(*run)->not_killed;
  };
  Result<HeapProfile> profile = record_heap(*heaptrack, trial.launch, run_traced);
  if (!profile) return Failure::unavailable(profile.error());
  if (!*run) {
    const Failure& failure = run->error();
    if (failure.kind != FailureKind::timed_out) return failure;
    profile->incomplete = "under heaptrack it " + failure.text;
    return result_of(std::move(*profile), 1);
  }
  const RunEnd end{(*run)->exit.code, (*run)->exit.signal};
  if (end != trial.native_end) {
    profile->incomplete = fmt::format("under heaptrack it ended with {}, and without it with {}",
                                      describe_end(end), describe_end(trial.native_end));
  } else if (end.signal != 0) {
    profile->incomplete = "the program was " + describe((*run)->exit);
  }
  return result_of(std::move(*profile), 1);
}

}  // namespace hone::collect
