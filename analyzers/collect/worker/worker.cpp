#include "analyzers/collect/worker/worker.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <new>
#include <optional>
#include <string>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

#include "analyzers/collect/allocations/counter_reader.hpp"
#include "analyzers/collect/counters/work_counters.hpp"
#include "analyzers/collect/machine/core_speed.hpp"
#include "analyzers/collect/process/write_whole.hpp"
#include "analyzers/collect/worker/channel.hpp"
#include "analyzers/collect/worker/plugin_description.hpp"
#include "analyzers/collect/worker/plugin_loader.hpp"
#include "fmt/format.h"
#include "workloads/catalogue.hpp"
#include "workloads/dispatch_target.hpp"

namespace hone::collect {
// Not in the nameless namespace, or the functions that take it had local names in a trace.
struct Prepared {
  std::optional<workloads::PluginWorkloads> plugin{};  // what the kernel is of, if not hone's own
  workloads::Kernel kernel;
  std::uint64_t checksum = 0;  // of one iteration
  WorkCounters counters;
};

namespace {

using workloads::Kernel;
using workloads::Parameters;
using workloads::Workload;

constexpr Seconds patient{1e9};  // the worker waits for its parent as long as that lives

// False: hone is gone.
bool tell(Channel& channel, std::string_view line) { return channel.send(line, patient).ok(); }

// Runs `work`, turning what it throws into a Failure.
template <class Work>
auto guarded(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Failure{FailureKind::out_of_memory, "an allocation failed", ""};
  } catch (const workloads::PrepareFailed& error) {
    return Failure::failed(fmt::format("cannot prepare: {}", error.what()));
  } catch (const std::exception& error) {
    return Failure::failed(fmt::format("threw an exception: {}", error.what()));
  } catch (...) {
    return Failure::failed("threw something that is no std::exception");
  }
}

Result<Parameters, Failure> parameters_of(const Workload& workload, const Job& job) {
  Parameters parameters(workload.parameters);
  for (const auto& [name, text] : job.parameters) {
    const workloads::Parameter* parameter = workloads::find_parameter(workload, name);
    if (parameter == nullptr) return Failure::failed(fmt::format("no parameter '{}'", name));
    const std::optional<std::int64_t> value = workloads::parse_value(*parameter, text);
    if (!value) return Failure::failed(fmt::format("no value '{}' for parameter '{}'", text, name));
    parameters.set(parameter->name, *value);
  }
  return parameters;
}

// ld.so only warns about a library that it cannot preload: ask whether it is really there.
bool is_loaded(std::string_view soname) {
  void* library = dlopen(std::string(soname).c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (library == nullptr) return false;
  dlclose(library);
  return true;
}

// Of the catalogue, or of the job's plug-in, which is loaded into `prepared` for that.
Result<const Workload*, Failure> find_workload(const Job& job, Prepared& prepared) {
  const Workload* found = nullptr;
  if (job.plugin.empty()) {
    found = workloads::find_workload(job.workload);
  } else {
    Result<workloads::OpenPlugin> opened = workloads::open_plugin(job.plugin);
    if (!opened) return Failure::failed("cannot load its plug-in: " + opened.error().what);
    Result<workloads::PluginWorkloads> read =
        workloads::read_plugin(opened->entry(HONE_PLUGIN_ABI));
    if (!read) return Failure::failed("cannot use its plug-in: " + read.error().what);
    prepared.plugin = std::move(read).value();
    for (const Workload& workload : prepared.plugin->workloads) {
      if (workload.id == job.workload) found = &workload;
    }
  }
  if (found == nullptr) return Failure::failed(fmt::format("no workload '{}'", job.workload));
  return found;
}

}  // namespace

// What belongs to the workload and not to hone, by these functions' names in a heap trace
// (heap_pass.cpp).
namespace work {

[[gnu::noinline]] void make_kernel(const workloads::Variant& variant, const Parameters& parameters,
                                   Prepared& prepared) {
  prepared.kernel = variant.prepare(parameters);
}

// Cold.
[[gnu::noinline]] void run_first_iteration(Prepared& prepared) {
  prepared.checksum = prepared.kernel();
}

[[gnu::noinline]] void warm_up(Prepared& prepared) { workloads::sink(prepared.kernel()); }

// Iterations are checked as they are timed: each must return the checksum of the first.
[[gnu::noinline]] std::optional<Failure> run_iterations(Prepared& prepared,
                                                        std::uint64_t iterations) {
  std::uint64_t sum = 0;
  for (std::uint64_t n = 0; n < iterations; ++n) sum += prepared.kernel();
  if (sum == iterations * prepared.checksum) return std::nullopt;
  return Failure{FailureKind::wrong_checksum, "its checksum changed from one iteration to the next",
                 ""};
}

}  // namespace work

namespace {

using work::run_iterations;

// Builds the inputs and runs one iteration for its checksum.
Result<Prepared, Failure> prepare(const Job& job) {
  Prepared prepared;
  prepared.counters = WorkCounters(job.events);  // before the first thread is made
  const Result<const Workload*, Failure> found = find_workload(job, prepared);
  if (!found) return found.error();
  const Workload* workload = *found;
  const workloads::Variant* variant = workloads::find_variant(*workload, job.variant);
  if (variant == nullptr) return Failure::failed(fmt::format("no variant '{}'", job.variant));
  const Result<Parameters, Failure> parameters = parameters_of(*workload, job);
  if (!parameters) return parameters.error();
  if (!variant->preload.empty() && !is_loaded(variant->preload)) {
    return Failure::unavailable(fmt::format("{} is not installed here", variant->preload));
  }
  if (variant->unavailable != nullptr) {
    if (std::optional<std::string> reason = variant->unavailable(*parameters)) {
      return Failure::unavailable(*reason);
    }
  }
  if (!job.target.empty()) workloads::limit_dispatch(job.target);
  work::make_kernel(*variant, *parameters, prepared);
  const CpuTimes before = cpu_times();
  work::run_first_iteration(prepared);
  prepared.counters.settle(before, cpu_times());
  return prepared;
}

// Children that were waited for have left their faults, and others are there to be waited for.
bool has_had_children() {
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);
  siginfo_t info{};
  return children.ru_minflt + children.ru_majflt > 0 ||
         waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
}

Result<Block, Failure> measure(Prepared& prepared, std::uint64_t iterations) {
  const double core_before = core_frequency();
  work::warm_up(prepared);  // the other variants have used the caches since
  rusage before{};
  rusage after{};
  getrusage(RUSAGE_SELF, &before);
  prepared.counters.begin();
  const CpuTimes cpu = cpu_times();
  const auto start = std::chrono::steady_clock::now();
  const std::optional<Failure> failure = run_iterations(prepared, iterations);
  const auto end = std::chrono::steady_clock::now();
  const CpuTimes cpu_after = cpu_times();
  Block block;
  block.counted = prepared.counters.end(cpu, cpu_after);
  block.cpu_ns = cpu_after.process_ns - cpu.process_ns;
  getrusage(RUSAGE_SELF, &after);
  if (failure) return *failure;
  block.wall_ns = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(end - start).count());
  block.faults = static_cast<std::uint64_t>((after.ru_minflt - before.ru_minflt) +
                                            (after.ru_majflt - before.ru_majflt));
  const double core_after = core_frequency();
  if (core_before > 0 && core_after > 0) {
    block.core_hz = static_cast<std::uint64_t>(std::min(core_before, core_after));
  }
  block.is_alone = !other_threads_worked({}, cpu_times()) && !has_had_children();
  block.switches = static_cast<std::uint64_t>((after.ru_nvcsw - before.ru_nvcsw) +
                                              (after.ru_nivcsw - before.ru_nivcsw));
  return block;
}

Result<std::string, Failure> count(Prepared& prepared, std::uint64_t iterations) {
  Result<AllocationCounter> counter = AllocationCounter::find();
  if (!counter) return fmt::format("absent {}", counter.error().what);
  work::warm_up(prepared);  // what is allocated once and kept is not counted
  counter->reset();
  const std::optional<Failure> failure = run_iterations(prepared, iterations);
  const AllocationCounts counted = counter->read();
  if (failure) return *failure;
  return format_counts(Counts{.allocations = counted.allocations,
                              .bytes = counted.bytes,
                              .temporaries = counted.temporaries,
                              .peak_heap = counted.peak_live_bytes});
}

Result<std::string, Failure> simulate(Prepared& prepared, std::uint64_t iterations) {
  if (RUNNING_ON_VALGRIND == 0) return std::string("absent not running under valgrind");
  CALLGRIND_START_INSTRUMENTATION;
  work::warm_up(prepared);  // starting the instrumentation emptied the simulated caches
  CALLGRIND_ZERO_STATS;
  const std::optional<Failure> failure = run_iterations(prepared, iterations);
  CALLGRIND_DUMP_STATS_AT("region");
  CALLGRIND_STOP_INSTRUMENTATION;
  if (failure) return *failure;
  return std::string("simulated");
}

// VmHWM: unlike ru_maxrss it does not start at the peak of the process that launched us.
std::uint64_t peak_rss_bytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::uint64_t kibibytes = 0;
  while (status >> word) {
    if (word == "VmHWM:" && status >> kibibytes) break;
  }
  return kibibytes * 1024;
}

// Stays until hone has asked all that it wants to know of the plug-in's workloads.
int describe_plugin(Channel& channel, const std::string& path) {
  const auto refuse = [&](const std::string& reason) {
    tell(channel, format_failure(Failure::failed(reason)));
    return 1;
  };
  const Result<workloads::OpenPlugin> opened = workloads::open_plugin(path);
  if (!opened) return refuse(opened.error().what);
  if (!tell(channel, "loaded")) return 1;
  const auto plugin = guarded([&]() -> Result<workloads::PluginWorkloads, Failure> {
    Result<workloads::PluginWorkloads> read =
        workloads::read_plugin(opened->entry(HONE_PLUGIN_ABI));
    if (!read) return Failure::failed(read.error().what);
    return std::move(read).value();
  });
  if (!plugin) return refuse(plugin.error().text);
  for (const Workload& workload : plugin->workloads) tell(channel, format_workload(workload));
  tell(channel, "described");
  while (true) {
    const Result<std::string, ChannelError> request = channel.receive(patient);
    if (!request) return 0;
    const auto number = guarded([&]() -> Result<double, Failure> {
      Result<double> answer = answer_question(plugin->workloads, *request);
      if (!answer) return Failure::failed(answer.error().what);
      return *answer;
    });
    tell(channel, number ? format_number(*number) : format_failure(number.error()));
  }
}

std::string answer(Prepared& prepared, const std::string& request) {
  if (const auto iterations = parse_number(request, "measure")) {
    const auto block =
        guarded([&]() -> Result<Block, Failure> { return measure(prepared, *iterations); });
    return block ? format_block(*block) : format_failure(block.error());
  }
  if (const auto iterations = parse_number(request, "count")) {
    const auto line = guarded([&] { return count(prepared, *iterations); });
    return line ? *line : format_failure(line.error());
  }
  if (const auto iterations = parse_number(request, "simulate")) {
    const auto line = guarded([&] { return simulate(prepared, *iterations); });
    return line ? *line : format_failure(line.error());
  }
  return format_failure(Failure::failed(fmt::format("unknown request '{}'", request)));
}

}  // namespace

int serve_worker(int descriptor) {
  // A program that a plug-in starts must not hold the channel open beyond our end.
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  Channel channel{Descriptor(descriptor)};
  const Result<std::string, ChannelError> first = channel.receive(patient);
  if (!first) return 1;
  if (const std::optional<std::string> plugin = parse_describe(*first)) {
    return describe_plugin(channel, *plugin);
  }
  const std::optional<Job> job = parse_job(*first);
  if (!job) return 2;
  Result<Prepared, Failure> prepared = guarded([&] { return prepare(*job); });
  if (!prepared) {
    tell(channel, format_failure(prepared.error()));
    return 1;
  }
  tell(channel, format_ready({prepared->checksum, std::string(workloads::dispatched_target())}));
  while (true) {
    const Result<std::string, ChannelError> request = channel.receive(patient);
    if (!request) return 1;
    if (*request == "finish") {
      tell(channel, fmt::format("finished {}", peak_rss_bytes()));
      return 0;
    }
    if (!tell(channel, answer(*prepared, *request))) return 1;
  }
}

int run_standalone(const Job& job, std::uint64_t iterations) {
  Result<Prepared, Failure> prepared = guarded([&] { return prepare(job); });
  const Result<Block, Failure> block =
      prepared ? guarded([&]() -> Result<Block, Failure> { return measure(*prepared, iterations); })
               : Result<Block, Failure>(prepared.error());
  if (!block) {
    write_whole(STDERR_FILENO, fmt::format("hone worker: {}\n", block.error().text),
                OnInterrupt::go_on);
    return 4;
  }
  write_whole(
      STDOUT_FILENO,
      fmt::format("{} iterations, {:.6g} s each, checksum {}\n", iterations,
                  static_cast<double>(block->wall_ns) * 1e-9 / static_cast<double>(iterations),
                  prepared->checksum),
      OnInterrupt::go_on);
  return 0;
}

}  // namespace hone::collect
