// Finds where along a scan a variant pays, from the intervals at the values that were tried.
//
// All intervals are to hold at once (each with its part of alpha: Bonferroni), so all states that
// follow from them are right with probability 1 - alpha, and so is every statement made of the
// states. Where the variant pays at one value and does not at the next decided one, a border lies
// between the two: they are the interval. A band interpolated between the values and cut at no
// change would give a narrower interval, but a wrong one where the truth is a step, as at the
// capacity of an inline buffer or the size of a cache (docs/statistics.md). Only the estimate is
// interpolated.
#pragma once

#include <vector>

#include "analyzers/model/crossover.hpp"
#include "analyzers/model/metric.hpp"

namespace hone::stats {

// `points` may be in any order; their states are ignored. `margin` and `better`: as in judge().
ScanAnswer find_crossover(std::vector<ScanPoint> points, double margin, Better better);

}  // namespace hone::stats
