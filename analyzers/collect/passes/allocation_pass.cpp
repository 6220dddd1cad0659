#include "analyzers/collect/passes/allocation_pass.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analyzers/collect/allocations/counter_reader.hpp"
#include "analyzers/collect/passes/uncounted_programs.hpp"

namespace hone::collect {
namespace {

constexpr std::uint64_t counted_iterations = 4;  // evens out growth that does not happen every time

Reading counted(std::uint64_t total, std::uint64_t divisor) {
  return Value{static_cast<double>(total) / static_cast<double>(divisor), Provenance::counted};
}

constexpr const char* not_loaded =
    "the counter was not loaded: the program is static, set-user-ID or of another architecture, or "
    "it was started without LD_PRELOAD";

}  // namespace

Result<PassResult, Failure> count_allocations(const WorkerLaunch& launch) {
  const Result<std::string> library = allocations_library_path();
  if (!library) return Failure::unavailable(library.error());
  WorkerLaunch counting = launch;
  counting.preloads.insert(counting.preloads.begin(), *library);
  Result<Worker, Failure> worker = Worker::launch(counting);
  if (!worker) return worker.error();
  if (const auto ready = worker->await_ready(); !ready) return ready.error();
  const Result<Counts, Failure> counts = worker->count(counted_iterations);
  if (!counts) return counts.error();
  if (const auto peak = worker->finish(); !peak) return peak.error();
  ByMetric<Reading> readings;
  readings.emplace("allocations", counted(counts->allocations, counted_iterations));
  readings.emplace("allocated_bytes", counted(counts->bytes, counted_iterations));
  readings.emplace("temporary_allocations", counted(counts->temporaries, counted_iterations));
  readings.emplace("peak_heap", counted(counts->peak_heap, 1));
  return PassResult{std::move(readings)};
}

Result<CommandAllocations, Failure> count_command(const CommandTrial& trial, bool with_sizes) {
  const Result<std::string> library = allocations_library_path();
  if (!library) return Failure::unavailable(library.error());
  // LD_PRELOAD knows no quotes, and the dynamic linker would complain on the command's stderr.
  if (library->find_first_of(" :") != std::string::npos) {
    return Failure::unavailable(
        fmt::format("'{}' cannot be preloaded: its path has a blank or a colon", *library));
  }
  const Result<AllocationFile> file = AllocationFile::make(with_sizes);
  if (!file) return Failure::unavailable(file.error());
  UncountedPrograms uncounted(*library, file->path());
  const Result<CommandRun, Failure> run =
      trial.run({.launch = counted_launch(trial.launch, *library, file->path()),
                 .executed = [&](pid_t process) { uncounted.look_at(process); }});
  if (!run) return run.error();
  const RunEnd end{run->exit.code, run->exit.signal};
  if (end != trial.native_end) {
    return Failure::unavailable(
        fmt::format("with the counter it ended with {}, and without it with {}", describe_end(end),
                    describe_end(trial.native_end)));
  }
  Result<CommandAllocations> counted = file->read();
  if (!counted) return Failure::unavailable(counted.error());
  if (!run->unwatched.empty()) {
    return Failure::unavailable(
        fmt::format("a program that it executes may be missed: {}", run->unwatched));
  }
  if (const std::optional<std::string> missed = uncounted.first()) {
    return Failure::unavailable(
        fmt::format("{}, so it is not counted: {} allocations of other programs were seen", *missed,
                    counted->sum().allocations));
  }
  return std::move(*counted);
}

Result<PassResult> command_allocation_readings(const CommandAllocations& allocations) {
  if (allocations.processes.empty()) return Error{not_loaded, ""};
  const AllocationFigures sum = allocations.sum();
  if (!allocations.is_complete) {
    return Error{fmt::format("more processes or threads than the counter has room for: {} "
                             "allocations were seen",
                             sum.allocations),
                 ""};
  }
  for (const ProcessAllocations& process : allocations.processes) {
    if (!process.is_replaced) continue;
    return Error{fmt::format("{} has a malloc of its own, whose calls cannot be seen: {} other "
                             "allocations were",
                             process.program, sum.allocations),
                 ""};
  }
  PassResult result;
  result.readings.emplace("allocations", counted(sum.allocations, 1));
  result.readings.emplace("allocated_bytes", counted(sum.bytes, 1));
  result.readings.emplace("temporary_allocations", counted(sum.temporaries, 1));
  const bool live_is_known =
      std::all_of(allocations.processes.begin(), allocations.processes.end(),
                  [](const ProcessAllocations& process) { return process.live_is_known; });
  result.readings.emplace("peak_heap",
                          live_is_known
                              ? counted(allocations.largest_peak(), 1)
                              : Reading{Absent{"its allocator cannot tell how large a block is"}});
  return result;
}

Result<PassResult, Failure> count_command_allocations(const CommandTrial& trial) {
  const Result<CommandAllocations, Failure> counted = count_command(trial, false);
  if (!counted) {
    const Failure& failure = counted.error();
    if (failure.kind != FailureKind::timed_out) return failure;
    return Failure::unavailable("with the counter it " + failure.text);
  }
  Result<PassResult> result = command_allocation_readings(*counted);
  if (!result) return Failure::unavailable(result.error());
  return std::move(*result);
}

}  // namespace hone::collect
