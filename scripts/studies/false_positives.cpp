// How often is a difference found where there is none?
#include <fmt/core.h>

#include "analyzers/stats/sequential_comparison.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {

void print_false_positives(Study& study) {
  fmt::print("### False positives: no difference, alpha 5 %, margin 0, {} trials a row\n\n",
             study.trials);
  fmt::print("| noise | looks up to | false positives (95 % binomial) | mean pairs |\n");
  fmt::print("|---|---|---|---|\n");
  for (const Noise noise : hostile_noises) {
    for (const std::size_t limit : {std::size_t{40}, std::size_t{150}}) {
      const auto outcomes = run_trials(study, study.trials, [&](Engine& engine) {
        const auto pairs = simulate_pairs(noise, limit, 0, engine);
        SequentialComparison comparison({.margin = 0, .seed = engine()});
        return find_difference(comparison, pairs);
      });
      fmt::print("| {} | {} pairs | {} | {:.1f} |\n", to_string(noise), limit,
                 percent_with_interval(count_hits(outcomes), outcomes.size()),
                 mean_pairs(outcomes));
    }
  }
}

}  // namespace hone::stats
