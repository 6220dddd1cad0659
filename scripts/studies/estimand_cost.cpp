// What it costs, where the noise is symmetric, that the interval covers the median for any shape:
// the pairs until the verdict is decided, beside those that the test by sizes and signs alone
// needs.
#include <cmath>
#include <cstdlib>

#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

constexpr double margin = 0.01;
constexpr std::size_t limit = 400;

// Would the interval of what this test alone does not reject decide the verdict?
bool decides_alone(const SequentialTest& test) {
  const double edge = std::log1p(margin);
  const double estimate = median(test.effects());
  const bool above = test.rejects(edge);
  const bool below = test.rejects(-edge);
  return (above && below) || (above && estimate > edge) || (below && estimate < -edge);
}

Outcome decide_alone(SequentialTest& test, const std::vector<double>& log_ratios) {
  for (std::size_t pairs = 1; pairs <= log_ratios.size(); ++pairs) {
    test.add(log_ratios[pairs - 1]);
    if (!test.look_due() && pairs != log_ratios.size()) continue;
    test.spend(static_cast<double>(pairs) / static_cast<double>(log_ratios.size()));
    if (decides_alone(test)) return {.hit = true, .pairs = pairs, .decided = true};
  }
  return {.hit = false, .pairs = log_ratios.size(), .decided = false};
}

Outcome decide(SequentialTest& test, const std::vector<double>& log_ratios) {
  for (std::size_t pairs = 1; pairs <= log_ratios.size(); ++pairs) {
    test.add(log_ratios[pairs - 1]);
    const bool last = pairs == log_ratios.size();
    if (!test.look_due() && !last) continue;
    const double share = static_cast<double>(pairs) / static_cast<double>(log_ratios.size());
    test.spend(share);
    if (!last && !decides_alone(test)) continue;
    if (test.look(share).stopped == Stopped::decided) {
      return {.hit = true, .pairs = pairs, .decided = true};
    }
  }
  return {.hit = false, .pairs = log_ratios.size(), .decided = false};
}

}  // namespace

void print_estimand_cost(Study& study) {
  const int trials = study.share_of_trials(10);
  fmt::print(
      "### Pairs until decided, symmetric noise: margin 1 %, up to {} pairs, {} trials a row\n\n",
      limit, trials);
  fmt::print(
      "| noise | effect | alone: decided | mean pairs | now: decided | mean pairs | ratio | until "
      "decided: ratio |\n");
  fmt::print("|---|--:|--:|--:|--:|--:|--:|--:|\n");
  for (const Noise noise : power_noises) {
    for (const double effect : {0.0, 0.02, 0.05}) {
      const auto both = [&](auto decide_how, bool until_decided) {
        Study same = study;  // the same pairs for both
        return run_trials(same, trials, [&](Engine& engine) {
          const auto pairs = simulate_pairs(noise, limit, std::log1p(effect), engine);
          if (until_decided) {
            ConfidenceSequence test({.margin = margin});
            return decide_how(test, pairs);
          }
          SequentialComparison test({.margin = margin, .seed = engine()});
          return decide_how(test, pairs);
        });
      };
      const auto alone = both(decide_alone, false);
      const auto now = both(decide, false);
      const auto alone_anytime = both(decide_alone, true);
      const auto now_anytime = both(decide, true);
      study.rows += 2;
      fmt::print("| {} | {:+.0f} % | {:.1f} % | {:.1f} | {:.1f} % | {:.1f} | {:.2f} | {:.2f} |\n",
                 to_string(noise), 100 * effect, decided_percent(alone), mean_pairs(alone),
                 decided_percent(now), mean_pairs(now), mean_pairs(now) / mean_pairs(alone),
                 mean_pairs(now_anytime) / mean_pairs(alone_anytime));
      std::fflush(stdout);
    }
  }
}

}  // namespace hone::stats
