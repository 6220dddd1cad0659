// Decides what differs between a variant and the baseline, and whether the difference says
// anything, from the numbers of a report. It is decided here so that every renderer says the same.
#pragma once

#include <optional>

#include "analyzers/model/metric_change.hpp"
#include "analyzers/model/report.hpp"

namespace hone::derive {

// The change of one metric. nullopt: the two numbers were got in different ways, are of different
// events, or are too far apart for a finite difference. Sampled numbers that differ are unclear
// when their 95 % intervals overlap or one is missing; exact numbers never are.
std::optional<MetricChange> change_between(const MetricSummary& baseline,
                                           const MetricSummary& variant);

// The effect of a factor by the interval of its log-ratio, of which 0 is no effect; nullopt: too
// few pairs for an interval.
Effect effect_of(const std::optional<Interval>& log_ratio);

// Whether the change is more than half a percent: programs that depend on addresses, the time or a
// hash seed differ by that much between two runs. A change from no instructions is never notable.
bool is_notable(const InstructionChange& change);

// The gain of a comparison; nullopt: the ratio is absent, or has no finite inverse.
std::optional<Gain> gain_of(const Comparison& comparison);

// Fills in what the report's numbers say of each variant against the baseline: its changes, memory,
// shares of functions, effects and gains, and the CPUs that it used. What stood there is replaced.
void judge_changes(SubjectReport& report);

}  // namespace hone::derive
