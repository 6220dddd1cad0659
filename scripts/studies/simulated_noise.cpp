// What the sequential comparison reaches on simulated noise with known truth:
// false positives, coverage of the interval at the stop, and what other choices of
// clip, sign paths and estimator would have cost. Prints the Markdown tables of
// docs/statistics.md. The result depends on the seed only, not on the threads.
//
//   study_simulated_noise [TRIALS [SEED]]
#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/core.h>

#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "scripts/studies/noise_models.hpp"

namespace hone::stats {
namespace {

struct Study {
  int trials = 20000;
  std::uint64_t seed = 1;
  std::uint64_t rows = 0;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

// One trial's contribution; tallies add up, so their order does not matter.
struct Tally {
  std::int64_t hits = 0;
  std::int64_t pairs = 0;
  std::int64_t decided = 0;
};

struct Outcome {
  bool hit = false;
  std::size_t pairs = 0;
  bool decided = false;
};

using Trial = std::function<Outcome(Engine&)>;

// Every row draws its own stream; `row` counts the rows of all tables.
Tally run_trials(Study& study, int trials, const Trial& trial) {
  const std::uint64_t row = study.rows++;
  std::atomic<int> next{0};
  std::mutex guard;
  Tally total;
  const auto work = [&] {
    Tally mine;
    for (int i = next++; i < trials; i = next++) {
      std::seed_seq sequence{study.seed, row, static_cast<std::uint64_t>(i)};
      Engine engine(sequence);
      const Outcome outcome = trial(engine);
      mine.hits += outcome.hit ? 1 : 0;
      mine.pairs += static_cast<std::int64_t>(outcome.pairs);
      mine.decided += outcome.decided ? 1 : 0;
    }
    const std::lock_guard lock(guard);
    total.hits += mine.hits;
    total.pairs += mine.pairs;
    total.decided += mine.decided;
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < study.threads; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return total;
}

double share(std::size_t pairs, std::size_t limit) {
  return static_cast<double>(pairs) / static_cast<double>(limit);
}

// Stops at the first look that excludes "no difference": a verdict at margin 0.
Outcome find_difference(const std::vector<double>& log_ratios, const SequentialDesign& design) {
  SequentialComparison comparison(design);
  const std::size_t limit = log_ratios.size();
  for (std::size_t pairs = 1; pairs <= limit; ++pairs) {
    comparison.add(log_ratios[pairs - 1]);
    if (!comparison.look_due() && pairs < limit) continue;
    comparison.spend(share(pairs, limit));
    if (comparison.rejects(0)) return {.hit = true, .pairs = pairs, .decided = true};
  }
  return {.hit = false, .pairs = limit, .decided = false};
}

// Stops when the verdict at the margin is decided; a hit is an interval that
// covers the truth, as an absent one does.
Outcome cover(const std::vector<double>& log_ratios, const SequentialDesign& design, double truth) {
  SequentialComparison comparison(design);
  const std::size_t limit = log_ratios.size();
  for (std::size_t pairs = 1; pairs <= limit; ++pairs) {
    comparison.add(log_ratios[pairs - 1]);
    if (!comparison.look_due() && pairs < limit) continue;
    if (comparison.look(share(pairs, limit)).stopped == Stopped::decided) break;
  }
  const Decision& decision = comparison.decision();
  const bool covers =
      !decision.interval || (decision.interval->lo <= truth && truth <= decision.interval->hi);
  return {.hit = covers,
          .pairs = comparison.log_ratios().size(),
          .decided = decision.stopped == Stopped::decided};
}

std::string percent_with_interval(std::int64_t hits, int trials) {
  const Interval interval = binomial_interval(static_cast<int>(hits), trials, 0.95);
  return fmt::format("{:.2f} % ({:.2f}-{:.2f})", 100.0 * static_cast<double>(hits) / trials,
                     100 * interval.lo, 100 * interval.hi);
}

double per_trial(std::int64_t total, int trials) { return static_cast<double>(total) / trials; }

void study_false_positives(Study& study) {
  fmt::print("### False positives: no difference, alpha 5 %, margin 0, {} trials a row\n\n",
             study.trials);
  fmt::print("| noise | looks up to | false positives (95 % binomial) | mean pairs |\n");
  fmt::print("|---|---|---|---|\n");
  for (const Noise noise : hostile_noises) {
    for (const std::size_t limit : {std::size_t{40}, std::size_t{150}}) {
      const Tally tally = run_trials(study, study.trials, [&](Engine& engine) {
        const auto pairs = simulate_pairs(noise, limit, 0, engine);
        return find_difference(pairs, {.margin = 0, .seed = engine()});
      });
      fmt::print("| {} | {} pairs | {} | {:.1f} |\n", to_string(noise), limit,
                 percent_with_interval(tally.hits, study.trials),
                 per_trial(tally.pairs, study.trials));
    }
  }
}

void study_coverage(Study& study) {
  constexpr std::size_t limit = 60;
  const int trials = std::max(1, study.trials / 5);  // each searches an interval at every look
  fmt::print(
      "\n### Coverage of the 95 % interval at the stop: margin 1 %, looks up to {} pairs, "
      "{} trials a row\n\n",
      limit, trials);
  fmt::print("| noise | true log-ratio | coverage (95 % binomial) | decided | mean pairs |\n");
  fmt::print("|---|---|---|---|---|\n");
  for (const Noise noise : hostile_noises) {
    for (const double truth : {0.0, 0.05}) {
      const Tally tally = run_trials(study, trials, [&](Engine& engine) {
        const auto pairs = simulate_pairs(noise, limit, truth, engine);
        return cover(pairs, {.margin = 0.01, .seed = engine()}, truth);
      });
      fmt::print("| {} | {} | {} | {:.1f} % | {:.1f} |\n", to_string(noise), truth,
                 percent_with_interval(tally.hits, trials), 100 * per_trial(tally.decided, trials),
                 per_trial(tally.pairs, trials));
    }
  }
}

// Median |d| without effect, from one long series of independent comparisons.
double typical_size(Noise noise, std::size_t limit) {
  Engine engine(1);
  std::vector<double> sizes;
  for (int repeat = 0; repeat < 200; ++repeat) {
    for (const double d : simulate_pairs(noise, limit, 0, engine)) sizes.push_back(std::abs(d));
  }
  return median(sizes);
}

constexpr std::array power_noises{Noise::white, Noise::autoregressive, Noise::heavy_tails,
                                  Noise::bursts};

void study_power(Study& study) {
  constexpr std::size_t limit = 40;
  constexpr double effect = 0.6;
  const int trials = std::max(1, study.trials / 5);
  struct Choice {
    double clip;
    int draws;
  };
  fmt::print(
      "\n### Power: an effect of {} median |d|, margin 0, looks up to {} pairs, {} trials "
      "a cell: found, mean pairs\n\n| clip | sign paths |",
      effect, limit, trials);
  for (const Noise noise : power_noises) fmt::print(" {} |", to_string(noise));
  fmt::print("\n|---|---|---|---|---|---|\n");
  for (const Choice choice :
       {Choice{0.01, 4096}, Choice{0.5, 4096}, Choice{1, 4096}, Choice{1.5, 4096},
        Choice{2.5, 4096}, Choice{20, 4096}, Choice{1, 512}, Choice{1, 1024}, Choice{1, 16384}}) {
    fmt::print("| {} | {} |", choice.clip, choice.draws);
    for (const Noise noise : power_noises) {
      const double truth = effect * typical_size(noise, limit);
      const Tally tally = run_trials(study, trials, [&](Engine& engine) {
        const auto pairs = simulate_pairs(noise, limit, truth, engine);
        return find_difference(
            pairs, {.margin = 0, .seed = engine(), .draws = choice.draws, .clip = choice.clip});
      });
      fmt::print(" {:.1f} %, {:.1f} |", 100 * per_trial(tally.hits, trials),
                 per_trial(tally.pairs, trials));
    }
    fmt::print("\n");
  }
}

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

void study_estimators(const Study& study) {
  constexpr std::size_t pairs = 20;
  fmt::print(
      "\n### Error of the estimate from {} pairs: root mean square over median |d|, {} "
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

// A positive number, whole; `preset` when the argument was not given.
bool read_number(int argc, char** argv, int index, std::uint64_t preset, std::uint64_t& number) {
  number = preset;
  if (index >= argc) return true;
  const std::string_view text = argv[index];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number > 0;
}

}  // namespace
}  // namespace hone::stats

int main(int argc, char** argv) {
  std::uint64_t trials = 0;
  std::uint64_t seed = 0;
  constexpr std::uint64_t most_trials = 10'000'000;
  if (argc > 3 || !hone::stats::read_number(argc, argv, 1, 20000, trials) || trials > most_trials ||
      !hone::stats::read_number(argc, argv, 2, 1, seed)) {
    fmt::print(stderr, "usage: study_simulated_noise [TRIALS [SEED]]; trials up to {}\n",
               most_trials);
    return 2;
  }
  hone::stats::Study study{.trials = static_cast<int>(trials), .seed = seed};
  hone::stats::study_false_positives(study);
  hone::stats::study_coverage(study);
  hone::stats::study_power(study);
  hone::stats::study_estimators(study);
  return EXIT_SUCCESS;
}
