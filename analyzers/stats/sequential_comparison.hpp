// Decides one comparison from pairs that arrive one by one: when to look, what
// interval the pairs support so far, and whether the verdict can be given.
//
//   SequentialComparison comparison(design);
//   while (budget is left) {
//     comparison.add(log_ratio of one more pair);
//     if (comparison.look_due() &&
//         comparison.look(share of the budget used).stopped == Stopped::decided) break;
//   }
//   if (comparison.decision().stopped != Stopped::decided) comparison.look(1);
//
// The interval is a repeated confidence interval (Jennison & Turnbull, JRSS B 51,
// 1989): all of a comparison's intervals cover the true log-ratio at once with
// probability 1 - alpha, so stopping at any look, for any reason, is valid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analyzers/model/metric.hpp"
#include "analyzers/model/verdict.hpp"
#include "analyzers/stats/sign_flip_test.hpp"

namespace hone::stats {

struct SequentialDesign {
  double alpha = 0.05;            // error rate of the whole comparison, in (0, 1)
  double margin = 0.01;           // relative change that still counts as equivalent, >= 0
  Better better = Better::lower;  // `neither` reads a rise as a regression, like `lower`
  std::uint64_t seed = 1;
  int first_look = 6;   // pairs, >= 1
  double growth = 1.5;  // of the pairs from look to look, > 1: looks at 6, 9, 13, 19, 28, ...
  int draws = 4096;     // sign paths; see SignFlipTest
  double clip = 1.0;    // of the statistic, in medians of |d - delta|
};

// Interval inside +-ln(1 + margin): equivalent. Wholly beyond: improvement or
// regression. Anything else, and no interval: inconclusive.
Verdict judge(const std::optional<Interval>& interval, double margin, Better better);

class SequentialComparison {
 public:
  // Throws std::invalid_argument on a design out of range.
  explicit SequentialComparison(const SequentialDesign& design);

  // ln(variant) - ln(baseline) of one more pair, whose order was drawn at
  // random. Throws std::invalid_argument when no two numbers have this log-ratio.
  void add(double log_ratio);

  // Has the next planned number of pairs been reached?
  [[nodiscard]] bool look_due() const;

  // Spends alpha up to alpha * sqrt(fraction) and decides. `fraction`, in (0, 1],
  // is the share of the budget used; the last look of a full budget has 1. Also
  // for an unplanned look: budget used up, or interrupted. `undecided` is what
  // Decision::stopped says when the verdict is inconclusive. Throws
  // std::logic_error before the first pair, std::invalid_argument on a bad fraction.
  const Decision& look(double fraction, Stopped undecided = Stopped::budget);

  // look() without its interval: what a simulation needs, many times cheaper.
  void spend(double fraction);

  // Would the interval of the last look exclude this log-ratio?
  [[nodiscard]] bool rejects(double log_ratio) const;

  // By all looks so far; at most the design's alpha, and never falling.
  [[nodiscard]] double alpha_spent() const;

  // As of the last look(); no pairs and inconclusive before it.
  [[nodiscard]] const Decision& decision() const { return decision_; }

  // In run order.
  [[nodiscard]] const std::vector<double>& log_ratios() const { return log_ratios_; }

 private:
  [[nodiscard]] std::optional<Interval> find_interval(double estimate) const;
  [[nodiscard]] double find_end(double estimate, double beyond) const;

  SequentialDesign design_;
  SignFlipTest test_;
  std::vector<double> log_ratios_;
  std::vector<Look> looks_;
  std::size_t next_look_;
  Decision decision_;
};

}  // namespace hone::stats
