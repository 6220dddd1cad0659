// Are values symmetric about their median?
#pragma once

#include <span>

namespace hone::stats {

// How far they are from it, in standard errors: about a standard normal deviate while they are
// symmetric, positive where what lies above the median weighs more. 0 for fewer than 20 values, and
// where half of them equal each other.

// A value weighs as much as it is away from the median: how far the mean is from the median.
double asymmetry(std::span<const double> values);

// At most as much as the median distance: how far the sign-flip test, which weighs so, looks past
// the median.
double clipped_asymmetry(std::span<const double> values);

}  // namespace hone::stats
