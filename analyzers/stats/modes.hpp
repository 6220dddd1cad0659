// Do values fall into two groups?
#pragma once

#include <optional>
#include <span>

namespace hone::stats {

struct TwoModes {
  double upper_share = 0;  // of the values that lie in the upper group, in (0, 1)
  double lower = 0;        // the median of the lower group, in the unit of the values
  double distance = 0;     // from there to the median of the upper one
};

// The two groups that explain most of the values' variance (Otsu, IEEE Trans. SMC 9, 1979).
// nullopt: they explain less than 80 % of it (two halves of a normal distribution explain 64 %,
// of a uniform one 75 %), a group has less than 5 % of the values, or there are fewer than 40.
std::optional<TwoModes> two_modes(std::span<const double> values);

}  // namespace hone::stats
