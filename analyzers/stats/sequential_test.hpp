// What the methods of deciding one comparison have in common: pairs arrive one by
// one, and a look says what interval they support and whether the verdict can be
// given. A method decides which effects are rejected, and when looking pays.
//
//   std::unique_ptr<SequentialTest> test = ...;
//   while (budget is left) {
//     test->add(effect of one more pair);
//     if (test->look_due() &&
//         test->look(share of the budget used).stopped == Stopped::decided) break;
//   }
//   if (test->decision().stopped != Stopped::decided) test->look(1);
//
// Among equals the order in which labels were drawn makes d as likely as -d, be d a log-ratio or a
// difference: all that is said of signs holds on either scale.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzers/model/metric.hpp"
#include "analyzers/model/prospect.hpp"
#include "analyzers/model/verdict.hpp"
#include "analyzers/stats/interval_search.hpp"
#include "analyzers/stats/pair_power.hpp"

namespace hone::stats {

// Interval inside +-ln(1 + margin): equivalent. Wholly beyond: improvement or
// regression. Anything else, and no interval: inconclusive.
Verdict judge(const std::optional<Interval>& interval, double margin, Better better);

// Judges counts that repeat. A change from 0 to another count, or to 0, is beyond any margin.
Verdict judge(const CountPair& counts, double margin, Better better);

// The same by the edge of the margin in place of ln(1 + margin).
Verdict judge_by_edge(const std::optional<Interval>& interval, double edge, Better better);

// One more pair, whose order was drawn at random. The three are apart since the log-ratio of a pair
// of processes may itself be a median of theirs; for a pair of runs it is ln(variant / baseline),
// or variant - baseline.
struct Pair {
  double effect = 0;
  double baseline = 1;  // in any unit; of log-ratios > 0
  double variant = 1;
};

// The margin is a relative change by Scale::ratio, whose edge is ln(1 + margin). By
// Scale::difference it is a share of the baseline's size, which is the median of its first six
// values without its sign. No value after those moves it, and what it is matters to no error rate:
// the intervals cover the truth at all looks together, whatever they are held against. Where the
// size is 0 so is the margin.
class SequentialTest {
 public:
  virtual ~SequentialTest() = default;

  // Throws std::invalid_argument when no two numbers have this effect, or when a value is not
  // finite or, of log-ratios, not positive.
  void add(const Pair& pair);

  // Adds a pair of which only the effect is known: a difference is then one from 0.
  void add(double effect);

  // The number of pairs below which no look bounds the estimand, whatever the alpha.
  [[nodiscard]] int least_pairs() const;

  // Have enough pairs come since the last look for another to be worth it?
  [[nodiscard]] virtual bool look_due() const = 0;

  // Takes a look and decides. `fraction`, in (0, 1], is the share of the budget used;
  // the last look of a full budget has 1. A look may also be unplanned: when the budget
  // is used up, or on an interrupt. `undecided` is what Decision::stopped says when the
  // verdict is inconclusive. Throws std::logic_error before the first pair.
  const Decision& look(double fraction, Stopped undecided = Stopped::budget);

  // look() without its interval: what a simulation needs, many times cheaper.
  void spend(double fraction);

  // Does the last look reject that the pairs are symmetric about this effect, as they are about
  // 0 where the sides do not differ, and about the effect where it only shifts them?
  [[nodiscard]] virtual bool rejects(double effect) const = 0;

  // Sets the error rate of the whole comparison from here on, as if it had been so from
  // the start. Among several comparisons that gate together, one that is called
  // different leaves its share to the others (Holm; for group-sequential tests Maurer & Bretz,
  // Stat. Biopharm. Res. 5, 2013). Sharing it out again is safe because alpha only
  // rises: throws std::invalid_argument when it would fall or reach 1. decision() stays
  // that of the last look; a second look at the same pairs and fraction costs nothing.
  void set_alpha(double alpha);
  [[nodiscard]] double alpha() const { return alpha_; }

  // The decision of the last look(). Before the first look it is inconclusive, with no pairs.
  [[nodiscard]] const Decision& decision() const { return decision_; }

  // What the pairs of the last look were able to see, and how many would decide; without seconds.
  // Precondition: that look's verdict was inconclusive.
  [[nodiscard]] Prospect prospect() const;

  // The effect of each pair, in run order.
  [[nodiscard]] const std::vector<double>& effects() const { return effects_; }

 protected:
  // Throws std::invalid_argument when out of range: alpha in (0, 1), margin >= 0.
  SequentialTest(double alpha, double margin, Better better, Estimand estimand, Scale scale);
  SequentialTest(const SequentialTest&) = default;
  SequentialTest(SequentialTest&&) = default;
  SequentialTest& operator=(const SequentialTest&) = default;
  SequentialTest& operator=(SequentialTest&&) = default;

 private:
  // Called when a look is taken at the pairs so far, of which there is at least one.
  virtual void note_look(double fraction) = 0;

  // Do the pairs of the last look, as the method weighs them, weigh more above this
  // effect than below?
  [[nodiscard]] virtual bool below_balance(double effect) const = 0;

  // The rank of order_interval() at the last look, had the comparison this error rate.
  [[nodiscard]] virtual std::optional<std::size_t> sign_rank(double alpha) const = 0;

  // At how many times alpha signs are asked beside sizes, as long as the pairs look symmetric.
  [[nodiscard]] virtual double signs_factor() const = 0;

  // Does the last look reject that these differences, one a pair, have a mean of 0?
  [[nodiscard]] virtual bool rejects_mean_of_zero(std::span<const double> differences) const = 0;

  // When the method rejects, by the number of pairs. `signs_alpha`: at which signs are asked.
  [[nodiscard]] virtual std::unique_ptr<Thresholds> thresholds(double signs_alpha) const = 0;

  // The least number of pairs that can be called different, those that all agree.
  [[nodiscard]] virtual int fewest_that_decide() const = 0;

  [[nodiscard]] double edge() const;
  [[nodiscard]] SearchGrid grid() const;
  [[nodiscard]] Verdict judge_median(const Estimate& estimate, double asymmetry) const;
  [[nodiscard]] double alpha_of_signs(double asymmetry) const;
  [[nodiscard]] std::optional<std::string> why_no_power() const;
  [[nodiscard]] std::unique_ptr<PairPower> power() const;

  [[nodiscard]] Estimate estimate_median(double asymmetry) const;
  [[nodiscard]] Estimate estimate_mean() const;
  [[nodiscard]] bool is_plain(const OtherEstimate& mean) const;
  [[nodiscard]] std::vector<double> differences(double effect) const;

  double alpha_;
  double margin_;
  Better better_;
  Scale scale_;
  int looks_ = 0;
  std::vector<double> effects_;
  std::vector<double> baselines_;
  std::vector<double> variants_;
  Decision decision_;
};

}  // namespace hone::stats
