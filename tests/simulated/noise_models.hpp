// Noise of consecutive process runs as machines make it: what the comparison must
// withstand. One value is the natural logarithm of a run's time over its quiet
// time; spreads are about 2 %. Shared by the study and by the unit tests.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace hone::stats {

enum class Noise : std::uint8_t { white, autoregressive, drift, heavy_tails, bursts, steps };

// Those whose false positives the project bounds; white noise is the easy case.
inline constexpr std::array hostile_noises{Noise::autoregressive, Noise::drift, Noise::heavy_tails,
                                           Noise::bursts, Noise::steps};

constexpr std::string_view to_string(Noise noise) {
  switch (noise) {
    case Noise::white: return "white";
    case Noise::autoregressive: return "AR(1) 0.9";
    case Noise::drift: return "drift";
    case Noise::heavy_tails: return "heavy tails";
    case Noise::bursts: return "bursts";
    case Noise::steps: return "steps";
  }
  return "";
}

using Engine = std::mt19937_64;

// Every process run adds its own jitter; on top of it:
// - autoregressive: a level that remembers 0.9 of itself from run to run;
// - drift: a machine that warms up, 0.1 % a run;
// - heavy_tails: Student's t with 1.5 degrees of freedom, infinite variance, ended
//   where the logarithm of a double ends: in millions of pairs it would go beyond;
// - bursts: a neighbour that comes for about 8 runs and costs some 20 %;
// - steps: a level that jumps by up to 10 % about every 25 runs.
inline std::vector<double> simulate_runs(Noise noise, std::size_t runs, Engine& engine) {
  std::normal_distribution<double> normal;
  std::student_t_distribution<double> student(1.5);
  std::uniform_real_distribution<double> uniform;
  std::exponential_distribution<double> exponential;
  double level = 0;
  bool disturbed = false;
  std::vector<double> values(runs);
  for (double& value : values) {
    switch (noise) {
      case Noise::white: value = 0.02 * normal(engine); break;
      case Noise::autoregressive:
        level = 0.9 * level + 0.02 * normal(engine);
        value = level;
        break;
      case Noise::drift:
        level += 0.001;
        value = level + 0.01 * normal(engine);
        break;
      case Noise::heavy_tails: value = std::clamp(0.01 * student(engine), -700.0, 700.0); break;
      case Noise::bursts:
        disturbed = uniform(engine) < (disturbed ? 0.875 : 0.02);
        value = 0.01 * normal(engine) + (disturbed ? 0.2 * exponential(engine) : 0.0);
        break;
      case Noise::steps:
        if (uniform(engine) < 0.04) level = 0.2 * uniform(engine) - 0.1;
        value = level + 0.01 * normal(engine);
        break;
    }
  }
  return values;
}

// Pairs of fresh processes in random order, the variant slower by `effect`.
inline std::vector<double> simulate_pairs(Noise noise, std::size_t pairs, double effect,
                                          Engine& engine) {
  const std::vector<double> runs = simulate_runs(noise, 2 * pairs, engine);
  std::vector<double> log_ratios(pairs);
  for (std::size_t i = 0; i < pairs; ++i) {
    const bool variant_first = (engine() >> 63U) != 0;
    const double change = runs[2 * i + 1] - runs[2 * i];
    log_ratios[i] = effect + (variant_first ? -change : change);
  }
  return log_ratios;
}

}  // namespace hone::stats
