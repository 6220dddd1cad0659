// The timed runs: units in drawn orders, each with a block of every variant that takes part.
#pragma once

#include "analyzers/measure/comparisons.hpp"
#include "analyzers/measure/run_context.hpp"

namespace hone::measure {

// Measures units until every sampled comparison is decided, has used up the budget, or has failed.
// Nothing is measured when the baseline has failed or the user asked to stop.
void compare_by_units(const RunContext& context, SubjectRun& run, Comparisons& comparisons);

// Measures the units of a subject that has only one variant, as many as the plan says.
void measure_alone(const RunContext& context, SubjectRun& run);

}  // namespace hone::measure
