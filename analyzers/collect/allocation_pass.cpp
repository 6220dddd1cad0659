#include "analyzers/collect/allocation_pass.hpp"

#include <utility>

#include "analyzers/collect/allocations.hpp"

namespace hone::collect {
namespace {

constexpr std::uint64_t counted_iterations = 4;  // evens out growth that does not happen every time

Reading counted(std::uint64_t total, std::uint64_t divisor) {
  return Value{static_cast<double>(total) / static_cast<double>(divisor), Provenance::counted};
}

}  // namespace

Result<PassResult, Failure> count_allocations(const WorkerLaunch& launch) {
  const Result<std::string> library = allocations_library_path();
  if (!library) return Failure{FailureKind::unavailable, library.error().what, ""};
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

}  // namespace hone::collect
