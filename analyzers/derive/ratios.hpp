// Counters related to each other: IPC, miss rates, misses per 1000 instructions (MPKI), top-down
// shares, and the core's frequency as the cycles themselves tell it. A ratio is formed within one
// sample, so that it gets a median and an interval as any other metric does, and never of two
// counts that were got in different ways. What has no ratio (nothing in the denominator) has no
// value.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyzers/model/sample.hpp"

namespace hone::derive {

// Does this event's canonical name leave the kernel out?
bool excludes_kernel(std::string_view event);

// nullopt when the sample has no such value.
std::optional<double> value_of(const Sample& sample, std::string_view metric);

// nullopt when there is no such count, or it was got in another way.
std::optional<double> simulated(const ByMetric<Reading>& counts, std::string_view metric);

// The samples with the ratios that their measured counters allow. Where cycles of user and kernel
// were counted, `frequency` becomes cycles / cpu_time, in place of an estimate.
std::vector<Sample> with_ratios(std::vector<Sample> samples,
                                const ByMetric<CounterSource>& counters);

// Shares of the time that the ratios' counters were on the PMU: the lesser of the two. Of those
// only that were scaled.
ByMetric<double> multiplexed_ratios(const ByMetric<CounterSource>& counters);

// The ratios that simulated counts allow and that are not among them yet.
ByMetric<Value> simulated_ratios(const ByMetric<Reading>& counts);

}  // namespace hone::derive
