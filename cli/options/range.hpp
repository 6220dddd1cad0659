// The values of "first..last" and "first..last:step". Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyzers/model/result.hpp"
#include "cli/options/parameter_text.hpp"

namespace hone::cli {

// first, first + step, ... up to `last`, which is included although steps of 0.1 do not add up
// exactly. Errors: ends that are not finite or too far apart, a step that leads away from `last` or
// beyond it, and too many values; they stand at the item's place and name a range that would do.
Result<std::vector<double>> stepped_values(double first, double last, double step,
                                           const ItemPlace& place);

// The values of a range without a step, ascending, both ends included: every whole number where
// there are at most a dozen, otherwise about ten of them. Where `last` is at least eight times a
// `first` above 0, the values have equal ratios and are rounded to two digits; otherwise they have
// equal distances. Precondition: `first` <= `last`.
std::vector<std::int64_t> spread_values(std::int64_t first, std::int64_t last);

}  // namespace hone::cli
