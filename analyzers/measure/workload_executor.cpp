#include "analyzers/measure/workload_executor.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "analyzers/collect/machine/busy_cpus.hpp"
#include "analyzers/collect/machine/issue_width.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/simulate/valgrind_cpu.hpp"
#include "analyzers/measure/counter_values.hpp"
#include "fmt/format.h"
#include "workloads/catalogue.hpp"

namespace hone::measure {
namespace {

using collect::Block;
using collect::Worker;

struct UnitWorker {
  std::size_t variant;
  Worker worker;
  VariantUnit result;
  std::string target;  // that it dispatched to
};

double per_iteration(std::uint64_t total, std::uint64_t iterations) {
  return static_cast<double>(total) / static_cast<double>(iterations);
}

BlockValues block_values(const Block& block, std::uint64_t iterations) {
  // A clock that did not move would make the log-ratio infinite: at least one nanosecond.
  BlockValues values;
  values["wall_time"] = 1e-9 * per_iteration(std::max<std::uint64_t>(block.wall_ns, 1), iterations);
  values["cpu_time"] = 1e-9 * per_iteration(std::max<std::uint64_t>(block.cpu_ns, 1), iterations);
  values["page_faults"] = per_iteration(block.faults, iterations);
  values["context_switches"] = per_iteration(block.switches, iterations);
  if (block.core_hz > 0) values["frequency"] = static_cast<double>(block.core_hz);
  return values;
}

// All workers of the unit, started in drawn order and then awaited, so that they prepare their
// inputs side by side.
Result<std::vector<UnitWorker>, VariantFailure> start_workers(
    const UnitRequest& request, const std::vector<collect::WorkerLaunch>& launches) {
  std::vector<UnitWorker> workers;
  for (const std::size_t variant : request.order.launches) {
    Result<Worker, Failure> worker = Worker::launch(launches[variant]);
    if (!worker) return VariantFailure{variant, worker.error()};
    workers.push_back({variant, std::move(*worker), {}, {}});
    workers.back().result.variant = variant;
  }
  for (UnitWorker& started : workers) {
    const Result<collect::Ready, Failure> ready = started.worker.await_ready();
    if (!ready) return VariantFailure{started.variant, ready.error()};
    if (ready->checksum != request.checksum) {
      return VariantFailure{started.variant,
                            Failure{FailureKind::wrong_checksum,
                                    "its checksum is not the one that the baseline had", ""}};
    }
    started.target = ready->target;
  }
  return workers;
}

// Only once they have prepared their inputs, which they do side by side.
void keep_on(int cpu, std::vector<UnitWorker>& workers) {
  for (UnitWorker& worker : workers) {
    if (collect::move_to({cpu}, worker.worker.pid())) worker.result.cpu = cpu;
  }
}

// "AVX2", or "nothing": what a dispatch chose.
std::string target_in_words(const std::string& target) {
  return target.empty() ? "nothing" : target;
}

std::optional<double> slowest_core(const std::vector<VariantUnit>& parts) {
  std::optional<double> slowest;
  for (const VariantUnit& part : parts) {
    for (const BlockValues& block : part.blocks) {
      const auto found = block.find("frequency");
      if (found != block.end()) slowest = std::min(slowest.value_or(found->second), found->second);
    }
  }
  return slowest;
}

}  // namespace

collect::WorkerLaunch WorkloadExecutor::worker_launch(const Subject& subject, std::size_t variant,
                                                      std::size_t padding) const {
  const Variant& chosen = subject.variants[variant];
  collect::WorkerLaunch launch;
  launch.job.workload = subject.id;
  launch.job.variant = chosen.implementation;
  for (const auto& [name, value] : subject.parameters) {
    launch.job.parameters.emplace_back(name, to_string(value));
  }
  launch.job.plugin = subject.plugin;
  if (const workloads::Workload* workload = workloads::find_workload(subject.id)) {
    const workloads::Variant* declared = workloads::find_variant(*workload, chosen.implementation);
    if (declared != nullptr && !declared->preload.empty()) {
      launch.preloads.emplace_back(declared->preload);
    }
  }
  launch.cpus = cpus_.all();
  launch.padding = padding;
  launch.timeout = worker_timeout_;
  return launch;
}

Result<Probe, Failure> WorkloadExecutor::probe(const Subject& subject, std::size_t variant) {
  if (const auto found = left_out_.find(&subject); found != left_out_.end()) {
    return Failure::unavailable("it " + found->second);
  }
  Result<Worker, Failure> worker = Worker::launch(worker_launch(subject, variant, 0));
  if (!worker) return worker.error();
  const Result<collect::Ready, Failure> ready = worker->await_ready();
  if (!ready) return ready.error();
  const Result<Block, Failure> block = worker->measure(1);
  if (!block) return block.error();
  const std::string& name = subject.variants[variant].name;
  const std::vector<int>& given = cpus_.all().empty() ? collect::home_cpus() : cpus_.all();
  if (collect::cpus_of(worker->pid()) != given) {
    cpus_.need_several(name + " chooses its CPUs itself");
  } else if (!block->is_alone) {
    cpus_.need_several(name + " has more than one thread or process");
  }
  if (const auto peak = worker->finish(); !peak) return peak.error();
  return Probe{ready->checksum, Seconds(1e-9 * static_cast<double>(block->wall_ns))};
}

std::optional<Placement> WorkloadExecutor::placement(const Subject& /*subject*/) const {
  return cpus_.placement();
}

std::optional<Crowding> WorkloadExecutor::crowding(const Subject& subject) {
  constexpr std::chrono::milliseconds span{100};
  const std::vector<int>& given = cpus_.all().empty() ? collect::home_cpus() : cpus_.all();
  if (subject.threads < 2 || std::cmp_less(subject.threads, given.size())) return std::nullopt;
  const std::optional<double> busy = collect::busy_cpus(given, span);
  if (!busy) return std::nullopt;
  return Crowding{subject.threads, static_cast<int>(given.size()), *busy};
}

std::vector<collect::WorkerLaunch> WorkloadExecutor::unit_launches(const UnitRequest& request,
                                                                   std::optional<int> cpu) const {
  std::vector<collect::WorkerLaunch> launches;
  for (std::size_t v = 0; v < request.subject->variants.size(); ++v) {
    launches.push_back(worker_launch(*request.subject, v, request.order.padding));
    launches.back().job.events = collect::events_of(counters_);
    if (cpu) launches.back().cpus = cpus_.pool().near(*cpu);
    const auto simulated = simulated_.find(v);
    if (!request.as_simulated || simulated == simulated_.end()) continue;
    launches.back().env = collect::with_native_tunables({}).env;
    launches.back().job.target = simulated->second.target;
  }
  return launches;
}

UnitResult WorkloadExecutor::run_unit(const UnitRequest& request) {
  steal_.begin();
  const std::optional<int> cpu = cpus_.draw(request.order.cpu);
  Result<std::vector<UnitWorker>, VariantFailure> workers =
      start_workers(request, unit_launches(request, cpu));
  if (!workers) return workers.error();
  if (cpu) keep_on(*cpu, *workers);
  // hone sleeps while a block runs, and wakes sooner where the worker is.
  const collect::StayOn stay(cpu ? std::vector<int>{*cpu} : std::vector<int>{});
  for (const UnitWorker& worker : *workers) {
    if (!request.as_simulated) {
      timed_targets_[worker.variant] = worker.target;
      continue;
    }
    const auto simulated = simulated_.find(worker.variant);
    if (simulated == simulated_.end() || simulated->second.target == worker.target) continue;
    return VariantFailure{
        worker.variant,
        Failure::unavailable(fmt::format("it dispatched to {} under callgrind, and to {} natively",
                                         target_in_words(simulated->second.target),
                                         target_in_words(worker.target)))};
  }

  for (const std::vector<std::size_t>& round : request.order.rounds) {
    for (const std::size_t variant : round) {
      UnitWorker& chosen =
          *std::find_if(workers->begin(), workers->end(),
                        [&](const UnitWorker& worker) { return worker.variant == variant; });
      const Result<Block, Failure> block = chosen.worker.measure(request.iterations);
      if (!block) return VariantFailure{variant, block.error()};
      if (cpu && !block->is_alone) {
        cpus_.need_several(fmt::format(
            "{} has more than one thread or process, if not at first: some units were on one CPU",
            request.subject->variants[variant].name));
      }
      BlockValues values = block_values(*block, request.iterations);
      add_counts(counters_, block->counted, request.iterations, values,
                 chosen.result.counter_shares);
      chosen.result.blocks.push_back(std::move(values));
    }
  }

  UnitRun unit;
  for (UnitWorker& worker : *workers) {
    const Result<std::uint64_t, Failure> peak = worker.worker.finish();
    if (!peak) return VariantFailure{worker.variant, peak.error()};
    worker.result.totals["peak_rss"] = static_cast<double>(*peak);
    unit.parts.push_back(std::move(worker.result));
  }
  unit.slowest_core = slowest_core(unit.parts);
  unit.stolen = steal_.end();
  return unit;
}

Result<PassResult, Failure> WorkloadExecutor::run_pass(const Subject& subject, std::size_t variant,
                                                       const collect::Pass& pass,
                                                       const PassSettings& settings) {
  collect::WorkerLaunch launch = worker_launch(subject, variant, 0);
  if (pass.simulates) launch.timeout = settings.simulation_limit;
  Result<PassResult, Failure> result = pass.run(launch);
  if (result && result->code) simulated_.insert_or_assign(variant, *result->code);
  return result;
}

std::optional<SimulatedPath> WorkloadExecutor::simulated_path(std::size_t variant) const {
  const auto simulated = simulated_.find(variant);
  if (simulated == simulated_.end()) return std::nullopt;
  SimulatedPath path;
  path.target = simulated->second.target;
  if (const auto timed = timed_targets_.find(variant); timed != timed_targets_.end()) {
    path.timed_target = timed->second;
  }
  path.other_code = simulated->second.other_code;
  path.issue_width = collect::issue_width();
  return path;
}

std::vector<VariantFailure> WorkloadExecutor::clean_up(const Subject& /*subject*/) {
  simulated_.clear();
  timed_targets_.clear();
  cpus_.end_subject();
  return {};
}

Result<double, Failure> WorkloadExecutor::count(const Subject& subject, std::size_t variant,
                                                std::string_view metric) {
  return count_by_pass(*this, subject, variant, metric, {worker_timeout_});
}

std::span<const collect::Pass> WorkloadExecutor::passes() const { return collect::passes(); }

Seconds WorkloadExecutor::now() { return std::chrono::steady_clock::now().time_since_epoch(); }

bool WorkloadExecutor::interrupted() { return collect::interrupted(); }

}  // namespace hone::measure
