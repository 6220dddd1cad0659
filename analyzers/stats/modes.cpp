#include "analyzers/stats/modes.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

constexpr std::size_t fewest_to_split = 40;
constexpr double least_share = 0.05;
constexpr double least_explained = 0.8;

}  // namespace

std::optional<TwoModes> two_modes(std::span<const double> values) {
  const std::size_t n = values.size();
  if (n < fewest_to_split) return std::nullopt;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const auto count = static_cast<double>(n);
  const double mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / count;
  double variance = 0;
  for (const double value : sorted) variance += (value - mean) * (value - mean) / count;

  double best = 0;  // variance between the groups
  std::size_t lower = 0;
  double below = 0;  // sum of the lower group's distances from the mean
  for (std::size_t i = 0; i + 1 < n; ++i) {
    below += sorted[i] - mean;
    const double share = static_cast<double>(i + 1) / count;
    const double between = below / count * (below / count) / (share * (1 - share));
    if (between > best) {
      best = between;
      lower = i + 1;
    }
  }
  const double upper_share = static_cast<double>(n - lower) / count;
  if (best == 0 || best < least_explained * variance ||
      std::min(upper_share, 1 - upper_share) < least_share) {
    return std::nullopt;
  }
  const std::span<const double> all = sorted;
  const double middle = median(all.first(lower));
  return TwoModes{
      .upper_share = upper_share, .lower = middle, .distance = median(all.subspan(lower)) - middle};
}

}  // namespace hone::stats
