// Comparisons by differences, whose margin is a share of what the first pairs of the baseline are:
// how often equals are called different, and how often the interval covers the truth at the stop.
#include <array>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <vector>

#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

constexpr std::size_t limit = 60;  // pairs
constexpr int draws = 1024;        // sign paths: a quarter of the usual, for four times the trials
constexpr double margin = 0.01;

// Where the baseline lies beside the noise, of which most models have a spread of about 0.02: at 0
// the margin is noise, too.
struct Metric {
  double baseline = 0;
  double effect = 0;
};

constexpr std::array metrics{Metric{0, 0}, Metric{-1, 0}, Metric{-1, 0.05}};

// What the runs print, in random order.
std::vector<Pair> simulate_metric(Noise noise, const Metric& metric, Engine& engine) {
  const std::vector<double> runs = simulate_runs(noise, 2 * limit, engine);
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < limit; ++i) {
    const std::size_t first = (engine() >> 63U) != 0 ? 1 : 0;
    const double baseline = metric.baseline + runs[2 * i + first];
    const double variant = metric.baseline + metric.effect + runs[2 * i + 1 - first];
    pairs.push_back({.effect = variant - baseline, .baseline = baseline, .variant = variant});
  }
  return pairs;
}

// Stops when the verdict is decided, else at the last pair.
void decide(SequentialTest& test, const std::vector<Pair>& pairs) {
  for (std::size_t i = 1; i <= pairs.size(); ++i) {
    test.add(pairs[i - 1]);
    if (!test.look_due() && i != pairs.size()) continue;
    const double share = static_cast<double>(i) / static_cast<double>(pairs.size());
    if (test.look(share).stopped == Stopped::decided) return;
  }
}

std::unique_ptr<SequentialTest> make_test(bool until_decided, Engine& engine) {
  if (until_decided) {
    return std::make_unique<ConfidenceSequence>(
        ConfidenceDesign{.margin = margin, .scale = Scale::difference});
  }
  return std::make_unique<SequentialComparison>(SequentialDesign{
      .margin = margin, .scale = Scale::difference, .seed = engine(), .draws = draws});
}

struct Rates {
  int different = 0;
  int covered = 0;
  double pairs = 0;
};

Rates rates_of(Study& study, int trials, Noise noise, const Metric& metric, bool until_decided) {
  const auto covered = run_trials(study, trials, [&](Engine& engine) {
    const std::unique_ptr<SequentialTest> test = make_test(until_decided, engine);
    decide(*test, simulate_metric(noise, metric, engine));
    const Decision& decision = test->decision();
    const bool is_covered = !decision.interval || (decision.interval->lo <= metric.effect &&
                                                   metric.effect <= decision.interval->hi);
    const bool is_called =
        decision.verdict == Verdict::improvement || decision.verdict == Verdict::regression;
    return Outcome{.hit = is_covered, .pairs = test->effects().size(), .decided = is_called};
  });
  Rates rates{.covered = count_hits(covered), .pairs = mean_pairs(covered)};
  for (const Outcome& outcome : covered) rates.different += outcome.decided ? 1 : 0;
  return rates;
}

}  // namespace

void print_differences(Study& study) {
  const int trials = study.share_of_trials(10);
  fmt::print(
      "### Differences: margin 1 % of the baseline's size, looks up to {} pairs, {} trials a "
      "row\n\n",
      limit, trials);
  fmt::print(
      "| noise | baseline | difference | looks | called different | covered | mean pairs |\n"
      "|---|--:|--:|---|--:|--:|--:|\n");
  for (const Noise noise : hostile_noises) {
    for (const Metric& metric : metrics) {
      for (const bool until_decided : {false, true}) {
        const Rates rates = rates_of(study, trials, noise, metric, until_decided);
        fmt::print("| {} | {} | {} | {} | {} | {} | {:.1f} |\n", to_string(noise), metric.baseline,
                   metric.effect, until_decided ? "until decided" : "planned",
                   percent_with_interval(rates.different, static_cast<std::size_t>(trials)),
                   percent_with_interval(rates.covered, static_cast<std::size_t>(trials)),
                   rates.pairs);
        std::fflush(stdout);
      }
    }
  }
}

}  // namespace hone::stats
