// What does the freedom to stop whenever one likes cost in pairs?
#include <algorithm>

#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

// An effect, and a budget in which the group-sequential test finds most of them.
struct Case {
  double effect;       // in median |d|
  std::size_t budget;  // pairs
};

constexpr std::array cases{Case{1.5, 20}, Case{0.6, 80}, Case{0.3, 300}, Case{0.1, 2500}};

constexpr std::size_t patience = 8;  // budgets that the confidence sequence may take

double pairs_quantile(const std::vector<Outcome>& outcomes, double probability) {
  std::vector<double> pairs;
  for (const Outcome& outcome : outcomes) pairs.push_back(static_cast<double>(outcome.pairs));
  return quantile(pairs, probability);
}

// Of outcomes that had more, what they had come to at the budget.
std::vector<Outcome> cut_off(std::vector<Outcome> outcomes, std::size_t budget) {
  for (Outcome& outcome : outcomes) {
    if (outcome.pairs > budget) outcome = {.hit = false, .pairs = budget, .decided = false};
  }
  return outcomes;
}

void print_row(Study& study, int trials, Noise noise, const Case& row) {
  const double truth = row.effect * typical_size(noise, 40);
  const auto planned = run_trials(study, trials, [&](Engine& engine) {
    const auto pairs = simulate_pairs(noise, row.budget, truth, engine);
    SequentialComparison comparison({.margin = 0, .seed = engine()});
    return find_difference(comparison, pairs);
  });
  const auto free = run_trials(study, trials, [&](Engine& engine) {
    ConfidenceSequence sequence({.margin = 0});
    return find_difference(sequence, simulate_pairs(noise, patience * row.budget, truth, engine));
  });
  const auto cut = cut_off(free, row.budget);
  fmt::print("| {} | {} | {} | {:.1f} %, {:.1f} | {:.1f} %, {:.1f} | {:.1f} % | {:.0f}, {:.0f} |\n",
             to_string(noise), row.effect, row.budget, decided_percent(planned),
             mean_pairs(planned), decided_percent(cut), mean_pairs(cut), decided_percent(free),
             pairs_quantile(free, 0.5), pairs_quantile(free, 0.9));
}

}  // namespace

void print_anytime_power(Study& study) {
  const int trials = study.share_of_trials(10);
  fmt::print(
      "### What stopping whenever you like costs: margin 0, {} trials a cell; found within the "
      "budget and mean pairs, then what the sequence needs with up to {} budgets\n\n",
      trials, patience);
  fmt::print(
      "| noise | effect in median \\|d\\| | budget | group-sequential | confidence sequence, cut "
      "off | the same, not cut off: found | its pairs: median, 90th percentile |\n");
  fmt::print("|---|---|---|---|---|---|---|\n");
  for (const Noise noise : power_noises) {
    for (const Case& row : cases) print_row(study, trials, noise, row);
  }
}

}  // namespace hone::stats
