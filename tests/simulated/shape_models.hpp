// Runs of two programs whose noise has different shapes: what an interval must cover whatever the
// shape. One value is a run's time over the quiet time of the baseline. Shared by the study and by
// the unit tests.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <string_view>
#include <vector>

#include "tests/simulated/noise_models.hpp"

namespace hone::stats {

// Every run has a jitter of 1 %, normal in its logarithm; on top of it, as the members say.
struct ShapeModel {
  std::string_view name;
  double slow_share = 0;  // of the variant's runs
  double slow_by = 0;     // relative
  double tail = 0;        // mean of an exponential that is added to the variant's logarithms
  bool both = false;      // the baseline's runs are like the variant's
  double drift = 0;       // added to the logarithm from run to run, in a random order of the pair
};

inline constexpr std::array shape_models{
    ShapeModel{.name = "the same normal noise"},
    ShapeModel{.name = "10 % of B's runs 10 % slower", .slow_share = 0.10, .slow_by = 0.10},
    ShapeModel{.name = "30 % of B's runs 10 % slower", .slow_share = 0.30, .slow_by = 0.10},
    ShapeModel{.name = "45 % of B's runs 10 % slower", .slow_share = 0.45, .slow_by = 0.10},
    ShapeModel{.name = "60 % of B's runs 10 % slower", .slow_share = 0.60, .slow_by = 0.10},
    ShapeModel{.name = "10 % of B's runs 20 % slower", .slow_share = 0.10, .slow_by = 0.20},
    ShapeModel{.name = "30 % of B's runs 20 % slower", .slow_share = 0.30, .slow_by = 0.20},
    ShapeModel{.name = "45 % of B's runs 20 % slower", .slow_share = 0.45, .slow_by = 0.20},
    ShapeModel{.name = "60 % of B's runs 20 % slower", .slow_share = 0.60, .slow_by = 0.20},
    ShapeModel{.name = "B has an exponential tail", .tail = 0.03},
    ShapeModel{.name = "both have an exponential tail", .tail = 0.03, .both = true},
    ShapeModel{.name = "both have 40 % runs 10 % slower",
               .slow_share = 0.40,
               .slow_by = 0.10,
               .both = true},
    ShapeModel{.name = "30 % of B's runs 10 % slower, drift",
               .slow_share = 0.30,
               .slow_by = 0.10,
               .drift = 0.001},
    ShapeModel{.name = "B has an exponential tail, drift", .tail = 0.03, .drift = 0.001},
};

struct RunPair {
  double baseline = 1;
  double variant = 1;
};

// Pairs in random order; the variant's typical run is as fast as the baseline's, but for its shape.
inline std::vector<RunPair> simulate_shapes(const ShapeModel& model, std::size_t pairs,
                                            Engine& engine) {
  std::normal_distribution<double> jitter(0, 0.01);
  std::uniform_real_distribution<double> uniform;
  std::exponential_distribution<double> exponential;
  const auto run = [&](bool shaped) {
    double logarithm = jitter(engine);
    if (shaped && uniform(engine) < model.slow_share) logarithm += std::log1p(model.slow_by);
    if (shaped && model.tail > 0) logarithm += model.tail * exponential(engine);
    return logarithm;
  };
  std::vector<RunPair> result(pairs);
  double level = 0;
  for (RunPair& pair : result) {
    const bool variant_first = (engine() >> 63U) != 0;
    const double first = level;
    const double second = level + model.drift;
    level += 2 * model.drift;
    pair.baseline = std::exp(run(model.both) + (variant_first ? second : first));
    pair.variant = std::exp(run(true) + (variant_first ? first : second));
  }
  return result;
}

}  // namespace hone::stats
