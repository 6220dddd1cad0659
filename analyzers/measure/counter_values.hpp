// What counters counted, as values of metrics. Pure.
#pragma once

#include <span>

#include "analyzers/collect/counters/counter_plan.hpp"
#include "analyzers/collect/counters/perf_math.hpp"
#include "analyzers/measure/executor.hpp"

namespace hone::measure {

// Adds what each event of the plan counted in a block, per iteration, in place of a value that the
// metric has from elsewhere; and its share of the time on the PMU, where that is the least so far.
// `counted`: by event; one that was never on the PMU has no value.
void add_counts(const collect::CounterPlan& plan, std::span<const collect::CounterReading> counted,
                std::uint64_t iterations, BlockValues& values, ByMetric<double>& shares);

}  // namespace hone::measure
