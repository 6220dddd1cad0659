// Turns a test into an interval: asks the test at a few deltas whether it rejects them.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "analyzers/model/verdict.hpp"

namespace hone::stats {

// What is asked about beside where halving leads the search.
struct SearchGrid {
  double edge = 0;       // +-edge are asked for, so that a verdict there and the interval agree
  double finest = 1e-9;  // deltas that lie no farther apart are not told apart; above 0
};

// A yes-or-no question that a test answers for a delta.
using Question = std::function<bool(double)>;

// The hull of the estimate and of the deltas that are not rejected, as far as the search
// sees. Each end errs to the rejected side, by at most a 128th of its distance from where
// the search began. nullopt: even a delta beyond every pair, where all signs agree, is not
// rejected, because the pairs are too few for the alpha.
// `estimate` lies within the range of the pairs. `below_balance` answers whether the pairs
// weigh more above this delta than below; it is asked only where the pairs are so skewed
// that the estimate itself is rejected.
std::optional<Interval> find_interval(std::span<const double> effects, double estimate,
                                      const SearchGrid& grid, const Question& rejects,
                                      const Question& below_balance);

}  // namespace hone::stats
