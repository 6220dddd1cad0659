// How far from the truth are the estimates that could stand beside the interval?
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analyzers/stats/summary.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

// Huber's M-estimate of location, clipped at `clip` median absolute deviations
// about the median (Huber, "Robust estimation of a location parameter", 1964).
double huber_location(const std::vector<double>& samples, double clip) {
  const double limit = clip * median_absolute_deviation(samples);
  // One limit above the median at least half of the samples pull down with full
  // weight, so the root of the clipped sum, which falls, is no further away.
  double lo = median(samples) - limit;
  double hi = median(samples) + limit;
  for (int step = 0; step < 40; ++step) {
    const double middle = std::midpoint(lo, hi);
    double sum = 0;
    for (const double value : samples) sum += std::clamp(value - middle, -limit, limit);
    (sum > 0 ? lo : hi) = middle;
  }
  return std::midpoint(lo, hi);
}

using Estimator = double (*)(const std::vector<double>&);

struct NamedEstimator {
  std::string_view name;
  Estimator estimate;
};

constexpr std::array estimators{
    NamedEstimator{"mean",
                   [](const std::vector<double>& d) {
                     return std::accumulate(d.begin(), d.end(), 0.0) /
                            static_cast<double>(d.size());
                   }},
    NamedEstimator{"median", [](const std::vector<double>& d) { return median(d); }},
    NamedEstimator{"Huber, clip 1",
                   [](const std::vector<double>& d) { return huber_location(d, 1); }},
    NamedEstimator{"Huber, clip 2",
                   [](const std::vector<double>& d) { return huber_location(d, 2); }},
};

}  // namespace

void print_estimators(Study& study) {
  constexpr std::size_t pairs = 20;
  fmt::print(
      "### Error of the estimate from {} pairs: root mean square over median |d|, {} "
      "trials a cell\n\n| estimator |",
      pairs, study.trials);
  for (const Noise noise : power_noises) fmt::print(" {} |", to_string(noise));
  fmt::print("\n|---|---|---|---|---|\n");
  for (const NamedEstimator& estimator : estimators) {
    fmt::print("| {} |", estimator.name);
    for (const Noise noise : power_noises) {
      Engine engine(study.seed);
      double squares = 0;
      for (int trial = 0; trial < study.trials; ++trial) {
        const double error = estimator.estimate(simulate_pairs(noise, pairs, 0, engine));
        squares += error * error;
      }
      fmt::print(" {:.3f} |", std::sqrt(squares / study.trials) / typical_size(noise, pairs));
    }
    fmt::print("\n");
  }
}

}  // namespace hone::stats
