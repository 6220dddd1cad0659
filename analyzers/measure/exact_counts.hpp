// Metrics that are counted in a run of their own (is_deterministic). A program that repeats itself
// to the instruction needs no statistics: its counts decide at once. Any other program is compared
// as times are, by pairs in drawn order.
#pragma once

#include "analyzers/measure/comparisons.hpp"
#include "analyzers/measure/run_context.hpp"

namespace hone::measure {

// Counts each metric of each variant twice. Counts that repeat are decided; `comparisons` is told
// to expect the others.
void decide_exact_counts(const RunContext& context, SubjectRun& run, Comparisons& comparisons);

// Compares the counts that do not repeat.
void compare_unsteady_counts(const RunContext& context, SubjectRun& run, Comparisons& comparisons);

}  // namespace hone::measure
