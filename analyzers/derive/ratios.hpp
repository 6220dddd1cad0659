// Ratios of counters: IPC, miss rates, misses per 1000 instructions (MPKI), top-down shares, and
// the core's frequency from its cycles. A ratio is formed within one sample, so that it gets a
// median and an interval as any other metric does. A ratio is never formed of two counts that were
// obtained in different ways. A ratio whose denominator is 0 has no value.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyzers/model/sample.hpp"

namespace hone::derive {

// Whether this event's canonical name leaves the kernel out.
bool excludes_kernel(std::string_view event);

// The sample's value of `metric`. nullopt: it has none.
std::optional<double> value_of(const Sample& sample, std::string_view metric);

// The simulated count of `metric`. nullopt: there is no count, or it was obtained in another way.
std::optional<double> simulated(const ByMetric<Reading>& counts, std::string_view metric);

// The samples, with the ratios that their measured counters allow. Where the cycles of user and
// kernel mode were counted, `frequency` becomes cycles / cpu_time, in place of an estimate.
std::vector<Sample> with_ratios(std::vector<Sample> samples,
                                const ByMetric<CounterSource>& counters);

// The share of the time that a ratio's counters were on the PMU: the least of their shares. Ratios
// whose counters were on the PMU all the time are left out.
ByMetric<double> multiplexed_ratios(const ByMetric<CounterSource>& counters);

// The ratios that simulated counts allow, without those that `counts` already has.
ByMetric<Value> simulated_ratios(const ByMetric<Reading>& counts);

}  // namespace hone::derive
