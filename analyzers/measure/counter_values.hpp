// Turns the readings of counters into values of metrics. Pure.
#pragma once

#include <span>

#include "analyzers/collect/counters/counter_plan.hpp"
#include "analyzers/collect/counters/perf_math.hpp"
#include "analyzers/measure/executor.hpp"

namespace hone::measure {

// Sets each event's metric in `values` to its count in a block, per iteration, in place of a value
// from elsewhere. `shares` keeps the least share of the time that each event was on the PMU.
// `counted`: one reading for each event of the plan; an event that was never on the PMU gives no
// value.
void add_counts(const collect::CounterPlan& plan, std::span<const collect::CounterReading> counted,
                std::uint64_t iterations, BlockValues& values, ByMetric<double>& shares);

}  // namespace hone::measure
