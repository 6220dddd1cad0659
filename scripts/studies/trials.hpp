// Simulated comparisons by the thousand, on all cores. The result depends on the
// seed only, not on the threads.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "analyzers/stats/sequential_test.hpp"
#include "tests/simulated/noise_models.hpp"

namespace hone::stats {

struct Study {
  int trials = 20000;
  std::uint64_t seed = 1;
  std::uint64_t rows = 0;  // that have been run; every row draws its own stream
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());

  // For rows that cost more each, or need to be known less closely.
  [[nodiscard]] int share_of_trials(int divisor) const { return std::max(1, trials / divisor); }
};

struct Outcome {
  bool hit = false;       // what the table counts
  std::size_t pairs = 0;  // used up to the stop
  bool decided = false;
};

using Trial = std::function<Outcome(Engine&)>;

// In the order of the trials, whose streams follow from the seed and the row.
std::vector<Outcome> run_trials(Study& study, int trials, const Trial& trial);

// Adds the pairs one by one, looks when a look is due and at the last pair, and
// stops when "no difference" is excluded: a hit, and a verdict at margin 0.
Outcome find_difference(SequentialTest& test, const std::vector<double>& log_ratios);

// The same, but stops when the verdict at the test's margin is decided; a hit is an
// interval that covers the truth, as an absent one does.
Outcome cover(SequentialTest& test, const std::vector<double>& log_ratios, double truth);

int count_hits(const std::vector<Outcome>& outcomes);
double decided_percent(const std::vector<Outcome>& outcomes);
double mean_pairs(const std::vector<Outcome>& outcomes);

// "4.96 % (4.66-5.26)": Clopper-Pearson, 95 %.
std::string percent_with_interval(int hits, std::size_t trials);

// Median |d| without effect, from many independent comparisons of `pairs` each.
double typical_size(Noise noise, std::size_t pairs);

// Where power is compared.
inline constexpr std::array power_noises{Noise::white, Noise::autoregressive, Noise::heavy_tails,
                                         Noise::bursts};

}  // namespace hone::stats
