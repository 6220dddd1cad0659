#include "analyzers/derive/speed_range.hpp"

#include <cstddef>
#include <vector>

#include "analyzers/derive/ratios.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::derive {

std::optional<SpeedRange> speed_range(const SubjectRun& run) {
  constexpr std::size_t fewest = 10;
  std::vector<double> speeds;
  for (const VariantRun& variant : run.variants) {
    for (const Sample& sample : variant.samples) {
      if (const std::optional<double> speed = value_of(sample, "frequency")) {
        speeds.push_back(*speed);
      }
    }
  }
  if (speeds.size() < fewest) return std::nullopt;
  return SpeedRange{.slow = stats::quantile(speeds, 0.1), .fast = stats::quantile(speeds, 0.9)};
}

}  // namespace hone::derive
