// The untimed first runs: whether each variant works, and how long one of its iterations takes.
#pragma once

#include <optional>
#include <vector>

#include "analyzers/measure/run_context.hpp"

namespace hone::measure {

// A rough time; absent: the variant runs once in a unit, or its probe gave no time.
using IterationTime = std::optional<Seconds>;

// Probes each variant. A variant that fails, or does not reproduce the baseline's checksum, is
// given its failure. The times are by variant.
std::vector<IterationTime> probe_variants(const RunContext& context, SubjectRun& run);

// Sets run.iterations from the times of the variants that have not failed; without any it stays 0.
void choose_iterations(const Plan& plan, const std::vector<IterationTime>& times, SubjectRun& run);

}  // namespace hone::measure
