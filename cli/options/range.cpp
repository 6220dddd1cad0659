#include "cli/options/range.hpp"

#include <algorithm>
#include <cmath>

#include "analyzers/text/numbers.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

constexpr double most_spread = 12;
constexpr double least_spread = 8;
constexpr double wide_ratio = 8;  // from here on a scan is about orders of magnitude

bool is_whole(double number) { return number == std::floor(number); }

// A step that makes about five values, as whole as the ends are.
double fitting_step(double first, double last) {
  if (first == last) return 1;
  const double step = (last - first) / 4;
  if (!is_whole(first) || !is_whole(last)) return step;
  return step < 0 ? std::min(-1.0, std::ceil(step)) : std::max(1.0, std::floor(step));
}

}  // namespace

Result<std::vector<double>> stepped_values(double first, double last, double step,
                                           const ItemPlace& place) {
  // Two ends may be finite and too far apart for their distance to be so.
  if (!std::isfinite(last - first)) {
    const bool is_far = std::isfinite(first) && std::isfinite(last);
    return place.refuse(is_far ? "the ends are too far apart" : "a range's ends are finite numbers",
                        fmt::format("for example {} {}=1..8", place.option, place.name));
  }
  const double steps = std::floor((last - first) / step + 1e-9);
  const auto refuse = [&](const std::string& cause) {
    return place.refuse(
        cause, fmt::format("for example {} {}={:.12g}..{:.12g}:{:.6g}", place.option, place.name,
                           first, last, fitting_step(first, last)));
  };
  if (!(steps >= 0) || !std::isfinite(steps)) {
    return refuse("the step does not lead from the first value to the last");
  }
  if (steps == 0 && first != last) {
    return refuse(
        fmt::format("the step leads beyond the last value, which leaves {:.12g} alone", first));
  }
  if (steps >= static_cast<double>(most_values)) {
    return refuse(fmt::format("it has more than {} values", most_values));
  }
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(steps) + 1);
  for (int i = 0; i <= static_cast<int>(steps); ++i) values.push_back(first + i * step);
  return values;
}

std::vector<std::int64_t> spread_values(std::int64_t first, std::int64_t last) {
  const auto low = static_cast<double>(first);
  const auto high = static_cast<double>(last);
  std::vector<std::int64_t> values;
  if (high - low < most_spread) {
    for (int step = 0; step <= static_cast<int>(high - low); ++step) values.push_back(first + step);
    return values;
  }
  const bool is_wide = low > 0 && high / low >= wide_ratio;
  const double wanted = is_wide ? std::ceil(1.5 * std::log2(high / low)) + 1 : least_spread + 1;
  const int last_step = static_cast<int>(std::clamp(wanted, least_spread, most_spread)) - 1;
  values.push_back(first);
  for (int step = 1; step < last_step; ++step) {
    const double share = static_cast<double>(step) / last_step;
    const double value = is_wide ? low * std::pow(high / low, share) : low + (high - low) * share;
    const double round = is_wide ? text::rounded_to_two_digits(value) : std::round(value);
    const auto next = static_cast<std::int64_t>(std::clamp(round, low, high));
    if (next > values.back() && next < last) values.push_back(next);
  }
  values.push_back(last);
  return values;
}

}  // namespace hone::cli
