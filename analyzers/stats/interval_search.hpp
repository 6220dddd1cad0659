// Turns a test into an interval: asks which deltas it rejects, at few enough of them.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "analyzers/model/verdict.hpp"

namespace hone::stats {

// What a test says of a delta.
using Question = std::function<bool(double)>;

// Hull of the estimate and of the deltas that are not rejected, as far as the search
// sees. Each end is on the rejected side, by a 128th of its distance from where the
// search began at most. +-ln(1 + margin) are among the deltas that are asked for, so
// that a verdict at the margin and the interval agree. Absent when even a delta
// beyond every pair, where all signs agree, is not rejected: the pairs are too few
// for the alpha. `estimate` lies within the range of the pairs; `below_balance`: do
// the pairs weigh more above this delta than below? Asked only where the pairs are
// skewed enough for the estimate to be rejected itself.
std::optional<Interval> find_interval(std::span<const double> log_ratios, double estimate,
                                      double margin, const Question& rejects,
                                      const Question& below_balance);

}  // namespace hone::stats
