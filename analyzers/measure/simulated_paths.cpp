#include "analyzers/measure/simulated_paths.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "analyzers/measure/schedule.hpp"
#include "analyzers/measure/unit_samples.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

constexpr std::size_t most_units = 20;

bool has_measured_cycles(const VariantRun& variant) { return variant.counters.contains("cycles"); }

// The variants that can be timed as they were simulated.
std::vector<std::size_t> variants_to_time(const RunContext& context, SubjectRun& run) {
  std::vector<std::size_t> variants;
  for (std::size_t v = 0; v < run.variants.size(); ++v) {
    VariantRun& variant = run.variants[v];
    if (variant.failure) continue;
    variant.path = context.executor.simulated_path(v);
    if (!variant.path || variant.samples.empty() || has_measured_cycles(variant)) continue;
    if (variant.path->other_code.empty()) variants.push_back(v);
  }
  return variants;
}

std::size_t units_to_run(const SubjectRun& run, const std::vector<std::size_t>& variants) {
  std::size_t units = most_units;
  for (const std::size_t v : variants) units = std::min(units, run.variants[v].samples.size());
  return units;
}

}  // namespace

void time_simulated_paths(const RunContext& context, SubjectRun& run) {
  std::vector<std::size_t> variants = variants_to_time(context, run);
  if (variants.empty()) return;
  context.observer.stage(context.subject, "timing what was simulated");
  SubjectRun series;
  series.variants.resize(run.variants.size());
  UnitSamples samples(context, series);
  const std::size_t units = units_to_run(run, variants);
  for (std::size_t unit = 0; unit < units && !variants.empty(); ++unit) {
    if (context.executor.interrupted()) break;
    const int number = static_cast<int>(unit);
    UnitRequest request{&context.subject,
                        draw_unit(context.plan.seed, context.subject_key + " as simulated", number,
                                  variants, context.plan.rounds),
                        run.iterations, run.variants[0].checksum};
    request.as_simulated = true;
    const UnitResult result = context.executor.run_unit(request);
    if (context.executor.interrupted()) break;
    if (!result) {
      const std::size_t failed = result.error().variant;
      run.variants[failed].path->other_code = result.error().failure.text;
      variants.erase(std::remove(variants.begin(), variants.end(), failed), variants.end());
      continue;
    }
    samples.record(number, request.order, result->parts);
  }
  for (const std::size_t v : variants) {
    run.variants[v].path->samples = std::move(series.variants[v].samples);
  }
}

}  // namespace hone::measure
