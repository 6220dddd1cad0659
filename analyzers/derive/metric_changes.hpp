// What differs between a variant and the baseline, and whether that says anything: decided here,
// from the numbers of a report, so that every renderer tells the same.
#pragma once

#include <optional>

#include "analyzers/model/metric_change.hpp"
#include "analyzers/model/report.hpp"

namespace hone::derive {

// nullopt where the two numbers were got in different ways, or are of different events. Sampled
// numbers whose 95 % intervals overlap are unclear, whatever they are; exact ones never are.
std::optional<MetricChange> change_between(const MetricSummary& baseline,
                                           const MetricSummary& variant);

// By the interval of a log-ratio, of which 0 is no effect.
Effect effect_of(const std::optional<Interval>& log_ratio);

// More than half a percent: programs that depend on addresses, the time or a hash seed differ by
// that much between two runs. From no instructions nothing is notable.
bool is_notable(const InstructionChange& change);

// nullopt where the ratio is absent, or has no finite inverse.
std::optional<Gain> gain_of(const Comparison& comparison);

// Fills in what the report's numbers say of each variant against the baseline: its changes, memory,
// shares of functions, effects and gains, and the CPUs that it used. What stood there is replaced.
void judge_changes(SubjectReport& report);

}  // namespace hone::derive
