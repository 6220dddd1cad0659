// Intervals of the median from signs alone.
//
// Each pair lies above the median of all pairs or below it with a probability of one half,
// whatever the shape of their distribution. So a delta with too many of the pairs on one of its
// sides is rejected, and what is left lies between two order statistics (Thompson, Ann. Math. Stat.
// 7, 1936). That pairs do not depend on each other is assumed, symmetry is not.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analyzers/model/verdict.hpp"
#include "analyzers/stats/sign_flip_test.hpp"

namespace hone::stats {

// The greatest number of pairs on the lesser side at which the last look still rejects. A look
// rejects, of the sign patterns that earlier looks left, the most lopsided ones, as many as its
// alpha pays for: what SignFlipTest does with sizes, exact here without drawing any paths.
// nullopt: the pairs are too few for the alpha, or there is no look.
std::optional<std::size_t> rejected_rank(std::span<const Look> looks);

// How many standard deviations of so many fair signs their sum must lie from 0 to be rejected by
// the last look. A fine walk takes the place of one of few pairs, with looks at the same shares of
// it and the same prices, so that the deviate is nearly that of Brownian motion. Infinite where
// there is no look.
double critical_deviate(std::span<const Look> looks);

// The least number of pairs that all of them having one sign rejects.
int fewest_agreeing_pairs(double alpha);

// The rank of looks taken at any time: at it the wealth of a gambler who bets on signs
// reaches 1 / alpha (see confidence_sequence.hpp).
std::optional<std::size_t> anytime_rejected_rank(std::size_t pairs, double alpha);

// The interval of what is not rejected at this rank: from the value that has `rank` others below it
// to the one that has as many above. nullopt without a rank. Throws std::invalid_argument when the
// rank leaves nothing.
std::optional<Interval> order_interval(std::span<const double> values,
                                       std::optional<std::size_t> rank);

}  // namespace hone::stats
