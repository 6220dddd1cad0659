// How often does the interval cover the quantity that it is declared to be about, where the noise
// of the two sides has different shapes?
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "scripts/studies/tables.hpp"
#include "tests/simulated/shape_models.hpp"

namespace hone::stats {
namespace {

constexpr int draws = 1024;  // sign paths: a quarter of the usual, for four times the trials

// What the declared quantity is, from many pairs.
double true_log_ratio(const ShapeModel& model, Estimand estimand) {
  Engine engine(7);
  std::vector<double> log_ratios;
  double baselines = 0;
  double variants = 0;
  for (int repeat = 0; repeat < 10'000; ++repeat) {
    for (const RunPair& pair : simulate_shapes(model, 150, engine)) {
      log_ratios.push_back(std::log(pair.variant / pair.baseline));
      baselines += pair.baseline;
      variants += pair.variant;
    }
  }
  return estimand == Estimand::median ? median(log_ratios) : std::log(variants / baselines);
}

// Margin 0: stops when no difference is excluded, else at the last pair.
Outcome cover_shapes(SequentialTest& test, const std::vector<RunPair>& pairs, double truth,
                     Estimand estimand) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    test.add({.effect = std::log(pairs[i].variant / pairs[i].baseline),
              .baseline = pairs[i].baseline,
              .variant = pairs[i].variant});
    const bool last = i + 1 == pairs.size();
    if (!test.look_due() && !last) continue;
    const double share = static_cast<double>(i + 1) / static_cast<double>(pairs.size());
    test.spend(share);
    if (!last && estimand == Estimand::median && !test.rejects(0)) continue;  // not decided, then
    if (test.look(share).stopped == Stopped::decided) break;
  }
  const Decision& decision = test.decision();
  return {.hit = !decision.interval ||
                 (decision.interval->lo <= truth && truth <= decision.interval->hi),
          .pairs = test.effects().size(),
          .decided = decision.stopped == Stopped::decided};
}

// One way of deciding, for so many pairs at most.
struct Cell {
  std::size_t pairs = 0;
  bool until_decided = false;
};

constexpr std::array cells{Cell{28}, Cell{150}, Cell{600}, Cell{600, true}};

std::unique_ptr<SequentialTest> make_test(const Cell& cell, Estimand estimand, Engine& engine) {
  if (cell.until_decided) {
    return std::make_unique<ConfidenceSequence>(
        ConfidenceDesign{.margin = 0, .estimand = estimand});
  }
  return std::make_unique<SequentialComparison>(
      SequentialDesign{.margin = 0, .estimand = estimand, .seed = engine(), .draws = draws});
}

// Pairs whose declared quantity is the truth, or, `levelled`, shifted so that it is 0: then nothing
// ends a comparison early but a false difference, and all of alpha is spent.
void print_table(Study& study, std::string_view title, Estimand estimand, bool levelled) {
  const int trials = study.share_of_trials(10);
  fmt::print("### {}: margin 0, {} trials a cell; coverage in %, mean pairs\n\n", title, trials);
  fmt::print("| noise | truth | 28 pairs | 150 pairs | 600 pairs | until decided, 600 pairs |\n");
  fmt::print("|---|--:|--:|--:|--:|--:|\n");
  for (const ShapeModel& model : shape_models) {
    const double shape = true_log_ratio(model, estimand);
    const double truth = levelled ? 0 : shape;
    fmt::print("| {} | {:+.2f} % |", model.name, 100 * std::expm1(truth));
    for (const Cell& cell : cells) {
      const auto outcomes = run_trials(study, trials, [&](Engine& engine) {
        std::vector<RunPair> pairs = simulate_shapes(model, cell.pairs, engine);
        for (RunPair& pair : pairs) pair.variant *= std::exp(truth - shape);
        const std::unique_ptr<SequentialTest> test = make_test(cell, estimand, engine);
        return cover_shapes(*test, pairs, truth, estimand);
      });
      fmt::print(" {:.1f}, {:.0f} |", 100.0 * count_hits(outcomes) / trials, mean_pairs(outcomes));
      std::fflush(stdout);
    }
    fmt::print("\n");
  }
  fmt::print("\n");
}

}  // namespace

void print_median_coverage(Study& study) {
  print_table(study, "Coverage of the median", Estimand::median, false);
  print_table(study, "Coverage of a median of 0", Estimand::median, true);
}

void print_mean_coverage(Study& study) {
  print_table(study, "Coverage of the mean", Estimand::mean, false);
}

}  // namespace hone::stats
