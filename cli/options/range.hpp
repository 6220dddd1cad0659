// "first..last" and "first..last:step", as `hone run -p` and `hone compare -P` take them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzers/model/result.hpp"

namespace hone::cli {

// Subjects that a scan may make: each has a budget of its own.
inline constexpr std::size_t most_values = 10'000;

struct RangeText {
  std::string_view first;
  std::string_view last;
  std::optional<std::string_view> step;
};

// nullopt: there is no ".." in it.
std::optional<RangeText> split_range(std::string_view text);

// first, first + step, ... up to `last`, which belongs to it although steps of 0.1 do not add up
// exactly. `option` and `text`, "NAME=...", are what was typed: errors begin with it, and end with
// a range that would do. A step that leads away from `last` or beyond it, too many values.
Result<std::vector<double>> stepped_values(double first, double last, double step,
                                           std::string_view option, std::string_view text);

// Where no step was given: every whole number of a dozen, else about a dozen of them, ascending,
// both ends included. With equal ratios when `last` is at least eight times `first`, else with
// equal distances. Ratios are of numbers rounded to two digits. `first` <= `last`.
std::vector<std::int64_t> spread_values(std::int64_t first, std::int64_t last);

}  // namespace hone::cli
