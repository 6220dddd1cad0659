// The values of "first..last" and "first..last:step". Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyzers/model/result.hpp"
#include "cli/options/parameter_text.hpp"

namespace hone::cli {

// first, first + step, ... up to `last`, which belongs to it although steps of 0.1 do not add up
// exactly. An error, at the item's place and with a range that would do: a step that leads away
// from `last` or beyond it, too many values.
Result<std::vector<double>> stepped_values(double first, double last, double step,
                                           const ItemPlace& place);

// Where no step was given: every whole number of a dozen, else about a dozen of them, ascending,
// both ends included. With equal ratios when `last` is at least eight times `first`, else with
// equal distances. Ratios are of numbers rounded to two digits. `first` <= `last`.
std::vector<std::int64_t> spread_values(std::int64_t first, std::int64_t last);

}  // namespace hone::cli
