// How often is a difference found where there is none, by one who looks after every
// pair and stops as soon as there seems to be one?
#include <algorithm>

#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

Outcome look_at_every_pair(const std::vector<double>& log_ratios) {
  ConfidenceSequence sequence({.margin = 0});
  for (const double d : log_ratios) {
    sequence.add(d);
    sequence.spend(1);
    if (sequence.rejects(0)) {
      return {.hit = true, .pairs = sequence.effects().size(), .decided = true};
    }
  }
  return {.hit = false, .pairs = log_ratios.size(), .decided = false};
}

}  // namespace

void print_anytime_false_positives(Study& study) {
  constexpr std::array<std::size_t, 3> limits{40, 150, 1000};
  fmt::print(
      "### False positives of the confidence sequence: no difference, alpha 5 %, margin 0, a "
      "look after every pair, {} trials a row\n\n| noise |",
      study.trials);
  for (const std::size_t limit : limits) fmt::print(" by {} pairs (95 % binomial) |", limit);
  fmt::print("\n|---|---|---|---|\n");
  for (const Noise noise : hostile_noises) {
    // The sequence knows of no limit, so one run of trials serves all columns.
    const auto outcomes = run_trials(study, study.trials, [&](Engine& engine) {
      return look_at_every_pair(simulate_pairs(noise, limits.back(), 0, engine));
    });
    fmt::print("| {} |", to_string(noise));
    for (const std::size_t limit : limits) {
      const auto found = std::count_if(
          outcomes.begin(), outcomes.end(),
          [limit](const Outcome& outcome) { return outcome.hit && outcome.pairs <= limit; });
      fmt::print(" {} |", percent_with_interval(static_cast<int>(found), outcomes.size()));
    }
    fmt::print("\n");
  }
}

}  // namespace hone::stats
