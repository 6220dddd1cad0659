// How often is an effect found with other clips and numbers of sign paths?
#include <fmt/core.h>

#include "analyzers/stats/sequential_comparison.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

struct Choice {
  double clip;
  int draws;
};

constexpr std::array choices{Choice{0.01, 4096}, Choice{0.5, 4096}, Choice{1, 4096},
                             Choice{1.5, 4096},  Choice{2.5, 4096}, Choice{20, 4096},
                             Choice{1, 512},     Choice{1, 1024},   Choice{1, 16384}};

}  // namespace

void print_power(Study& study) {
  constexpr std::size_t limit = 40;
  constexpr double effect = 0.6;
  const int trials = study.share_of_trials(5);
  fmt::print(
      "### Power: an effect of {} median |d|, margin 0, looks up to {} pairs, {} trials "
      "a cell: found, mean pairs\n\n| clip | sign paths |",
      effect, limit, trials);
  for (const Noise noise : power_noises) fmt::print(" {} |", to_string(noise));
  fmt::print("\n|---|---|---|---|---|---|\n");
  for (const Choice choice : choices) {
    fmt::print("| {} | {} |", choice.clip, choice.draws);
    for (const Noise noise : power_noises) {
      const double truth = effect * typical_size(noise, limit);
      const auto outcomes = run_trials(study, trials, [&](Engine& engine) {
        const auto pairs = simulate_pairs(noise, limit, truth, engine);
        SequentialComparison comparison(
            {.margin = 0, .seed = engine(), .draws = choice.draws, .clip = choice.clip});
        return find_difference(comparison, pairs);
      });
      fmt::print(" {:.1f} %, {:.1f} |", decided_percent(outcomes), mean_pairs(outcomes));
    }
    fmt::print("\n");
  }
}

}  // namespace hone::stats
