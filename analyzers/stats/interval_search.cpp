// Accepted deltas need not be contiguous, so each end is searched from far outside,
// in steps that halve the distance from the estimate, and then bisected.
#include "analyzers/stats/interval_search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hone::stats {
namespace {

// How closely an end of the interval is found: a share of its distance from the
// estimate, and a log-ratio below which nothing is told apart.
constexpr double coarsest = 1.0 / 128;
constexpr double finest = 1e-9;

// Deltas between `beyond` and the estimate, each half as far from it as the last;
// the farthest accepted one is looked for in this order.
std::vector<double> candidates(double estimate, double beyond, double margin) {
  std::vector<double> deltas;
  for (double distance = (beyond - estimate) / 2; std::abs(distance) > finest; distance /= 2) {
    deltas.push_back(estimate + distance);
  }
  const auto [low, high] = std::minmax(estimate, beyond);
  for (const double edge : {-std::log1p(margin), std::log1p(margin)}) {
    if (edge > low && edge < high) deltas.push_back(edge);
  }
  std::sort(deltas.begin(), deltas.end(), [estimate](double a, double b) {
    return std::abs(a - estimate) > std::abs(b - estimate);
  });
  return deltas;
}

// The end of the accepted deltas between the estimate and `beyond`, which is
// rejected; rounded to the rejected side.
double find_end(double estimate, double beyond, double margin,
                const std::function<bool(double)>& rejects) {
  double rejected = beyond;
  double accepted = estimate;
  for (const double delta : candidates(estimate, beyond, margin)) {
    if (!rejects(delta)) {
      accepted = delta;
      break;
    }
    rejected = delta;
  }
  while (std::abs(rejected - accepted) >
         std::max(finest, coarsest * std::abs(rejected - estimate))) {
    const double middle = std::midpoint(accepted, rejected);
    (rejects(middle) ? rejected : accepted) = middle;
  }
  return rejected;
}

}  // namespace

std::optional<Interval> find_interval(std::span<const double> log_ratios, double estimate,
                                      double margin, const std::function<bool(double)>& rejects) {
  const auto [least, greatest] = std::minmax_element(log_ratios.begin(), log_ratios.end());
  const double range = *greatest - *least;
  // Among equal pairs every other delta is rejected or none is, at any distance.
  if (range == 0) {
    if (!rejects(estimate + 1)) return std::nullopt;
    return Interval{.lo = estimate, .hi = estimate};
  }
  const double below = *least - range;
  const double above = *greatest + range;
  if (!rejects(below) || !rejects(above)) return std::nullopt;
  return Interval{.lo = find_end(estimate, below, margin, rejects),
                  .hi = find_end(estimate, above, margin, rejects)};
}

}  // namespace hone::stats
