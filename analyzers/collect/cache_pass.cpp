#include "analyzers/collect/cache_pass.hpp"

#include <string>

#include "analyzers/collect/callgrind.hpp"
#include "analyzers/collect/environment.hpp"
#include "analyzers/collect/temporary_folder.hpp"

namespace hone::collect {
namespace {

constexpr std::uint64_t simulated_iterations = 1;  // each costs some 50 times a real one

Failure unavailable(const Error& error) {
  return Failure{FailureKind::unavailable, error.what, ""};
}

// A program may fail under valgrind alone: for its time limit, or an instruction it does not know.
Failure under_callgrind(const Failure& failure) {
  if (failure.kind == FailureKind::wrong_checksum) return failure;
  return Failure{FailureKind::unavailable, "under callgrind it " + failure.text, failure.output};
}

}  // namespace

Result<PassResult, Failure> simulate_caches(const WorkerLaunch& launch) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  if (!folder) return unavailable(folder.error());
  const std::string out_file = (folder->path() / "callgrind.out").string();
  WorkerLaunch simulated = launch;
  simulated.wrapper = callgrind_command(pinned_geometry(read_environment("/").cpu), out_file);
  Result<Worker, Failure> worker = Worker::launch(simulated);
  if (!worker) return unavailable({worker.error().text, ""});
  if (const auto ready = worker->await_ready(); !ready) return under_callgrind(ready.error());
  if (const auto done = worker->simulate(simulated_iterations); !done) {
    return under_callgrind(done.error());
  }
  if (const auto peak = worker->finish(); !peak) return under_callgrind(peak.error());
  const Result<CallgrindProfile> profile = read_callgrind_profile(callgrind_dump_file(out_file));
  if (!profile) return unavailable(profile.error());
  return PassResult{simulated_readings(*profile, static_cast<double>(simulated_iterations))};
}

std::vector<Warning> cache_model_warnings(const Environment& environment) {
  std::vector<Warning> warnings;
  for (const std::string& note : pinned_geometry(environment.cpu).notes) {
    warnings.push_back({"cache_model", note, ""});
  }
  return warnings;
}

}  // namespace hone::collect
