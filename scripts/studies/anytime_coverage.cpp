// How often does the confidence sequence cover the truth when it is stopped as
// --until-decided stops it?
#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {

void print_anytime_coverage(Study& study) {
  constexpr std::size_t limit = 1000;
  const int trials = study.share_of_trials(5);  // each searches an interval at every look
  fmt::print(
      "### Coverage of the confidence sequence at the stop: 95 %, margin 1 %, given up at {} "
      "pairs, {} trials a row\n\n",
      limit, trials);
  fmt::print("| noise | true log-ratio | coverage (95 % binomial) | decided | mean pairs |\n");
  fmt::print("|---|---|---|---|---|\n");
  for (const Noise noise : hostile_noises) {
    for (const double truth : {0.0, 0.05}) {
      const auto outcomes = run_trials(study, trials, [&](Engine& engine) {
        ConfidenceSequence sequence({.margin = 0.01});
        return cover(sequence, simulate_pairs(noise, limit, truth, engine), truth);
      });
      fmt::print("| {} | {} | {} | {:.1f} % | {:.1f} |\n", to_string(noise), truth,
                 percent_with_interval(count_hits(outcomes), outcomes.size()),
                 decided_percent(outcomes), mean_pairs(outcomes));
    }
  }
}

}  // namespace hone::stats
