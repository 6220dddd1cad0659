#include "analyzers/collect/passes/cache_pass.hpp"

#include <chrono>
#include <string>

#include "analyzers/collect/environment.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "analyzers/collect/simulate/callgrind.hpp"
#include "analyzers/collect/simulate/callgrind_costs.hpp"
#include "analyzers/collect/simulate/code_paths.hpp"
#include "analyzers/collect/simulate/instruction_scan.hpp"
#include "analyzers/collect/simulate/valgrind_cpu.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr std::uint64_t simulated_iterations = 1;  // each costs some 50 times a real one

Failure too_slow(Seconds limit) {
  return Failure::unavailable(
      fmt::format("callgrind did not end within {:.3g} s; --simulation-limit allows "
                  "it more",
                  limit.count()));
}

// A program may fail under valgrind alone: for its time limit, or an instruction it does not know.
Failure under_callgrind(const Failure& failure, Seconds limit) {
  if (failure.kind == FailureKind::wrong_checksum) return failure;
  if (failure.kind == FailureKind::timed_out) return too_slow(limit);
  if (failure.text.starts_with("killed by SIGILL")) {
    return Failure::unavailable("callgrind does not know an instruction of it (SIGILL)");
  }
  return Failure{FailureKind::unavailable, "under callgrind it " + failure.text, failure.output};
}

CacheGeometry geometry() { return pinned_geometry(read_environment("/").cpu); }

// hone's own code is dispatched by what the worker is told.
std::string other_code_of_worker(const CallgrindProfile& profile) {
  const Result<SimulatedProcessor>& processor = simulated_processor();
  if (!processor) {
    return "what callgrind's processor lacks is not known: " + processor.error().what;
  }
  return why_other_code(profile, *processor, extensions_in_file, own_executable());
}

Reading allocations_of(const CommandSimulation& simulation) {
  if (simulation.nameless) {
    return Absent{"callgrind finds calls of malloc by name, and a program of it has no symbols"};
  }
  return Value{static_cast<double>(allocation_calls(simulation.profile)), Provenance::simulated};
}

}  // namespace

Result<PassResult, Failure> simulate_caches(const WorkerLaunch& launch) {
  const auto start = std::chrono::steady_clock::now();
  const auto left = [&] { return launch.timeout - (std::chrono::steady_clock::now() - start); };
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  if (!folder) return Failure::unavailable(folder.error());
  const std::string out_file = (folder->path() / "callgrind.out").string();
  WorkerLaunch simulated = launch;
  simulated.wrapper = callgrind_command(geometry(), out_file);
  simulated.env = with_simulation_tunables({}).env;
  const auto own = valgrind_folder();
  simulated.env.insert(simulated.env.begin(), own.begin(), own.end());
  Result<Worker, Failure> worker = Worker::launch(simulated);
  if (!worker) return Failure::unavailable(worker.error().text);
  const Result<Ready, Failure> ready = worker->await_ready();
  if (!ready) return under_callgrind(ready.error(), launch.timeout);
  worker->set_timeout(left());
  if (const auto done = worker->simulate(simulated_iterations); !done) {
    return under_callgrind(done.error(), launch.timeout);
  }
  worker->set_timeout(left());
  if (const auto peak = worker->finish(); !peak) {
    return under_callgrind(peak.error(), launch.timeout);
  }
  const Result<CallgrindProfile> profile = read_callgrind_profile(callgrind_dump_file(out_file));
  if (!profile) {
    return Failure::unavailable(why_no_room(folder->path()).value_or(profile.error()));
  }
  constexpr auto iterations = static_cast<double>(simulated_iterations);
  PassResult result{simulated_readings(*profile, iterations), function_costs(*profile, iterations)};
  result.code = SimulatedCode{ready->target, other_code_of_worker(*profile)};
  return result;
}

Result<PassResult, Failure> simulate_command_caches(const CommandTrial& trial) {
  const Result<CommandSimulation, Failure> simulation = simulate_command(trial, geometry());
  if (!simulation) {
    const Failure& failure = simulation.error();
    return failure.kind == FailureKind::timed_out ? too_slow(trial.limit) : failure;
  }
  PassResult result{simulated_readings(simulation->profile, 1),
                    function_costs(simulation->profile, 1)};
  result.readings.emplace("allocations", allocations_of(*simulation));
  result.code = SimulatedCode{"", simulation->other_code, simulation->start_up};
  return result;
}

std::vector<Warning> cache_model_warnings(const Environment& environment) {
  std::vector<Warning> warnings;
  for (const std::string& note : pinned_geometry(environment.cpu).notes) {
    warnings.push_back({"cache_model", note, ""});
  }
  const Result<SimulatedProcessor>& processor = simulated_processor();
  if (processor && !processor->lacks.empty()) {
    warnings.push_back(
        {"simulated_processor",
         fmt::format("callgrind's processor lacks {} of this one: simulated counts are of the code "
                     "that programs and the C library run without",
                     in_words(processor->lacks)),
         ""});
  }
  return warnings;
}

}  // namespace hone::collect
