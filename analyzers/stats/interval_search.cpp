// Accepted deltas need not be contiguous, so each end is searched from far outside,
// in steps that halve the distance from a delta that is accepted, and then bisected.
// That delta is the estimate, or else the one at which the test's own sum is 0: a
// search towards a rejected estimate can step over all that is accepted.
#include "analyzers/stats/interval_search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hone::stats {
namespace {

// How closely an end of the interval is found: a share of its distance from the
// centre of the search.
constexpr double coarsest = 1.0 / 128;

// Deltas between `beyond` and the centre, each half as far from it as the last;
// the farthest accepted one is looked for in this order.
std::vector<double> candidates(double centre, double beyond, const SearchGrid& grid) {
  std::vector<double> deltas;
  for (double distance = (beyond - centre) / 2; std::abs(distance) > grid.finest; distance /= 2) {
    deltas.push_back(centre + distance);
  }
  const auto [low, high] = std::minmax(centre, beyond);
  for (const double edge : {-grid.edge, grid.edge}) {
    if (edge > low && edge < high) deltas.push_back(edge);
  }
  std::sort(deltas.begin(), deltas.end(),
            [centre](double a, double b) { return std::abs(a - centre) > std::abs(b - centre); });
  return deltas;
}

// The end of the accepted deltas between the centre and `beyond`, which is
// rejected; rounded to the rejected side.
double find_end(double centre, double beyond, const SearchGrid& grid, const Question& rejects) {
  double rejected = beyond;
  double accepted = centre;
  for (const double delta : candidates(centre, beyond, grid)) {
    if (!rejects(delta)) {
      accepted = delta;
      break;
    }
    rejected = delta;
  }
  while (std::abs(rejected - accepted) >
         std::max(grid.finest, coarsest * std::abs(rejected - centre))) {
    const double middle = std::midpoint(accepted, rejected);
    (rejects(middle) ? rejected : accepted) = middle;
  }
  return rejected;
}

// Where the pairs stop weighing more above than below.
double find_balance(double low, double high, double finest, const Question& below_balance) {
  while (high - low > finest) {
    const double middle = std::midpoint(low, high);
    (below_balance(middle) ? low : high) = middle;
  }
  return std::midpoint(low, high);
}

}  // namespace

std::optional<Interval> find_interval(std::span<const double> effects, double estimate,
                                      const SearchGrid& grid, const Question& rejects,
                                      const Question& below_balance) {
  const auto [least, greatest] = std::minmax_element(effects.begin(), effects.end());
  const double range = *greatest - *least;
  // Among equal pairs every other delta is rejected or none is, at any distance.
  if (range == 0) {
    if (!rejects(estimate + std::max(1.0, std::abs(estimate)))) return std::nullopt;
    return Interval{.lo = estimate, .hi = estimate};
  }
  const double below = *least - range;
  const double above = *greatest + range;
  if (!rejects(below) || !rejects(above)) return std::nullopt;
  const double centre =
      rejects(estimate) ? find_balance(*least, *greatest, grid.finest, below_balance) : estimate;
  return Interval{.lo = std::min(estimate, find_end(centre, below, grid, rejects)),
                  .hi = std::max(estimate, find_end(centre, above, grid, rejects))};
}

}  // namespace hone::stats
