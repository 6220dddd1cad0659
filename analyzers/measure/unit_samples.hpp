// One unit's blocks become one sample of each variant.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analyzers/measure/run_context.hpp"
#include "analyzers/measure/schedule.hpp"

namespace hone::measure {

// How many units of the subject have been recorded so far.
int units_recorded(const SubjectRun& run);

class UnitSamples {
 public:
  // Both arguments must outlive this object.
  UnitSamples(const RunContext& context, SubjectRun& run)
      : context_(context), run_(run), zeros_(run.variants.size()) {}

  // Adds a sample to each variant that took part in the unit.
  void record(int unit, const UnitOrder& order, const std::vector<VariantUnit>& parts);

  // The first variant with a metric that is so often 0 that it has no ratio to the baseline's.
  [[nodiscard]] std::optional<VariantFailure> without_ratio() const;

 private:
  void count_zeros(std::size_t variant, const Sample& sample);
  void note_counters(const VariantUnit& part, VariantRun& variant) const;

  const RunContext& context_;
  SubjectRun& run_;
  std::vector<ByMetric<std::size_t>> zeros_;  // by variant: runs in which a verdict's metric was 0
};

}  // namespace hone::measure
