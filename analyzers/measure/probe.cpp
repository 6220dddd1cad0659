#include "analyzers/measure/probe.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "fmt/format.h"

namespace hone::measure {
namespace {

Failure wrong_checksum(std::uint64_t variants, std::uint64_t baselines) {
  return {FailureKind::wrong_checksum,
          fmt::format("checksum {:016x}, but the baseline's is {:016x}", variants, baselines), ""};
}

}  // namespace

std::vector<IterationTime> probe_variants(const RunContext& context, SubjectRun& run) {
  const Subject& subject = context.subject;
  context.observer.stage(subject, is_command(subject) ? "first runs" : "checking");
  context.observer.runs_begin();
  std::vector<IterationTime> times(subject.variants.size());
  for (std::size_t v = 0; v < subject.variants.size(); ++v) {
    if (context.executor.interrupted() || baseline_failed(run)) break;
    const Result<Probe, Failure> probe = context.executor.probe(subject, v);
    if (context.executor.interrupted()) break;
    VariantRun& variant = run.variants[v];
    if (!probe) {
      variant.failure = probe.error();
      continue;
    }
    variant.checksum = probe->checksum;
    times[v] = probe->iteration;
    if (variant.checksum != run.variants[0].checksum) {
      variant.failure = wrong_checksum(*variant.checksum, *run.variants[0].checksum);
    }
  }
  return times;
}

// All variants have one count, since unequal counts bias. The fastest variant's block should reach
// the target, unless the slowest variant's block would then exceed the limit.
void choose_iterations(const Plan& plan, const std::vector<IterationTime>& times, SubjectRun& run) {
  double fastest = 0;
  double slowest = 0;
  for (std::size_t v = 0; v < times.size(); ++v) {
    if (run.variants[v].failure || !times[v] || times[v]->count() <= 0) continue;
    fastest = fastest > 0 ? std::min(fastest, times[v]->count()) : times[v]->count();
    slowest = std::max(slowest, times[v]->count());
  }
  if (fastest <= 0) return;
  const double wanted = std::ceil(plan.block_target.count() / fastest);
  const double allowed = std::floor(plan.block_limit.count() / slowest);
  run.iterations = static_cast<std::uint64_t>(std::max(1.0, std::min(wanted, allowed)));
}

}  // namespace hone::measure
