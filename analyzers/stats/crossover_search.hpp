// Where along a scan a variant pays: from the intervals at the values that were tried.
//
// All intervals are to hold at once (each with its part of alpha: Bonferroni), so every state that
// follows from them is right with 1 - alpha, and so is every statement made of the states. Where
// the variant pays at one value and does not at the next that is decided, a border lies between
// the two: that is the interval. To draw the band on between the values and cut it at no change
// would give a narrower one, and a wrong one where the truth is a step, as at the capacity of an
// inline buffer or the size of a cache (docs/statistics.md). The estimate is drawn so.
#pragma once

#include <vector>

#include "analyzers/model/crossover.hpp"
#include "analyzers/model/metric.hpp"

namespace hone::stats {

// `points` in any order, their states not looked at. `margin` and `better` as in judge().
ScanAnswer find_crossover(std::vector<ScanPoint> points, double margin, Better better);

}  // namespace hone::stats
