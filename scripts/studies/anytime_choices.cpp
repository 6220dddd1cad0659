// Which clip and which bets find effects of all sizes from the fewest pairs?
#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

struct Choice {
  double clip;
  double largest_bet;
  double bet_ratio;
  int bets;
};

constexpr std::array choices{
    Choice{0.01, 4, 2, 7},  Choice{1, 4, 2, 7},   Choice{1.5, 4, 2, 7}, Choice{2, 4, 2, 7},
    Choice{3, 4, 2, 7},     Choice{5, 4, 2, 7},   Choice{1.5, 4, 2, 5}, Choice{1.5, 4, 2, 9},
    Choice{1.5, 2, 2, 6},   Choice{1.5, 8, 2, 8}, Choice{1.5, 4, 4, 4}, Choice{1.5, 4, 1.41, 13},
    Choice{1.5, 0.5, 2, 1},
};

struct Effect {
  double size;        // in median |d|
  std::size_t limit;  // pairs, enough for all but the worst choices
};

constexpr std::array effects{Effect{0.1, 8000}, Effect{0.3, 2000}, Effect{0.6, 600},
                             Effect{1.5, 200}, Effect{6, 100}};

}  // namespace

void print_anytime_choices(Study& study) {
  const int trials = study.share_of_trials(20);
  fmt::print("### Clip and bets of the confidence sequence: mean pairs until an effect of");
  for (const Effect& effect : effects) fmt::print(" {}", effect.size);
  fmt::print(" median |d| is found, margin 0, {} trials a number\n\n| clip | bets |", trials);
  for (const Noise noise : power_noises) fmt::print(" {} |", to_string(noise));
  fmt::print("\n|---|---|---|---|---|---|\n");
  for (const Choice& choice : choices) {
    fmt::print("| {} | {} from {} down by {} |", choice.clip, choice.bets, choice.largest_bet,
               choice.bet_ratio);
    for (const Noise noise : power_noises) {
      for (const Effect& effect : effects) {
        const double truth = effect.size * typical_size(noise, 40);
        const auto outcomes = run_trials(study, trials, [&](Engine& engine) {
          ConfidenceSequence sequence({.margin = 0,
                                       .clip = choice.clip,
                                       .largest_bet = choice.largest_bet,
                                       .bet_ratio = choice.bet_ratio,
                                       .bets = choice.bets});
          return find_difference(sequence, simulate_pairs(noise, effect.limit, truth, engine));
        });
        const double mean = mean_pairs(outcomes);
        fmt::print(" {:.{}f}", mean, mean < 100 ? 1 : 0);
      }
      fmt::print(" |");
    }
    fmt::print("\n");
  }
}

}  // namespace hone::stats
