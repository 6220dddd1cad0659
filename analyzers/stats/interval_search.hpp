// Turns a test into an interval: asks which deltas it rejects, at few enough of them.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "analyzers/model/verdict.hpp"

namespace hone::stats {

// Hull of the deltas that are not rejected, as far as the search sees; `estimate`
// lies within the range of the pairs, and counts as accepted. Each end is on the
// rejected side, by a 128th of its distance from the estimate at most. +-ln(1 +
// margin) are among the deltas that are asked for, so that a verdict at the margin
// and the interval agree. Absent when even a delta beyond every pair, where all
// signs agree, is not rejected: the pairs are too few for the alpha.
std::optional<Interval> find_interval(std::span<const double> log_ratios, double estimate,
                                      double margin, const std::function<bool(double)>& rejects);

}  // namespace hone::stats
