// How often does the interval cover the truth, at the moment of stopping?
#include <fmt/core.h>

#include "analyzers/stats/sequential_comparison.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {

void print_coverage(Study& study) {
  constexpr std::size_t limit = 60;
  const int trials = study.share_of_trials(5);  // each searches an interval at every look
  fmt::print(
      "### Coverage of the 95 % interval at the stop: margin 1 %, looks up to {} pairs, "
      "{} trials a row\n\n",
      limit, trials);
  fmt::print("| noise | true log-ratio | coverage (95 % binomial) | decided | mean pairs |\n");
  fmt::print("|---|---|---|---|---|\n");
  for (const Noise noise : hostile_noises) {
    for (const double truth : {0.0, 0.05}) {
      const auto outcomes = run_trials(study, trials, [&](Engine& engine) {
        const auto pairs = simulate_pairs(noise, limit, truth, engine);
        SequentialComparison comparison({.margin = 0.01, .seed = engine()});
        return cover(comparison, pairs, truth);
      });
      fmt::print("| {} | {} | {} | {:.1f} % | {:.1f} |\n", to_string(noise), truth,
                 percent_with_interval(count_hits(outcomes), outcomes.size()),
                 decided_percent(outcomes), mean_pairs(outcomes));
    }
  }
}

}  // namespace hone::stats
