// The comparisons of one subject: every variant against the baseline, in every metric that
// verdicts are about. Tests are opened, alpha is shared and scans are read here alone.
//
// A sampled metric is compared by the pairs that units give. Each pair goes to every open
// comparison; a comparison closes on its own when its verdict is decided or its share of the
// budget is used up. A metric whose counts repeat themselves is decided by them at once. A metric
// whose counts do not repeat themselves is compared by pairs of counts, after the sampled ones.
//
// Several metrics of one variant share its alpha. Sampled metrics do so by Holm's procedure: each
// begins with an equal part, and a metric that is called different leaves its part to the rest, so
// that the chance of calling any of them different without reason stays below alpha.
//
// A point of a scan does all of this at its part of alpha, so that the points' intervals hold
// together. The point's own verdict, at the whole alpha, is read at the end: an alpha that rises
// takes nothing back.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "analyzers/measure/executor.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/stats/sequential_test.hpp"

namespace hone::measure {

// How many of the subject's metrics are sampled, not counted.
std::size_t sampled_metrics(const Subject& subject);

// How many sign paths a test at this alpha draws. The finest error rate that n paths can tell is
// 1 / n: a small alpha, as the points of a scan share it, needs many paths to reject at all.
int sign_paths(double alpha);

// Refuses a plan whose alpha, shared by metrics and points of a scan, is less than one of the most
// paths that there may be: it would measure to its end and could decide nothing. Counts that turn
// out not to repeat themselves take a share of alpha too, which is not known beforehand.
Result<void> check_alpha(const Plan& plan);

// The least number of pairs of a subject that can be called different or equivalent, at the share
// of alpha with which each of its sampled metrics begins. What a scan says of its points takes
// more.
int fewest_pairs_that_decide(const Subject& subject, const Plan& plan);

class Comparisons {
 public:
  // The counts of one more pair, numbered from 1. nullopt: there is no further pair, and the
  // comparison ends.
  using CountPairs =
      std::function<std::optional<stats::Pair>(std::size_t variant, std::size_t metric, int pair)>;

  // How many pairs of counts the budget pays for, as the pairs of the comparison so far cost.
  using AffordablePairs = std::function<double()>;

  // Opens nothing yet. All three arguments must outlive this object.
  Comparisons(const Subject& subject, const Plan& plan, SubjectRun& run)
      : subject_(subject), plan_(plan), run_(run) {}

  // Decides a metric by counts that repeat themselves; no alpha is spent on it.
  void decide_by_counts(std::size_t variant, std::size_t metric, const CountPair& counts);

  // Keeps a part of alpha for a metric whose counts do not repeat themselves. All calls come
  // before open_sampled(), which shares alpha out.
  void expect_unsteady(std::size_t variant, std::size_t metric) {
    unsteady_.emplace_back(variant, metric);
  }

  // Opens a comparison for each sampled metric of each variant that has not failed, and adds it to
  // run.comparisons.
  void open_sampled();

  // Compares the metrics of expect_unsteady(), one after the other, and adds each that has a pair
  // to run.comparisons. No sampled comparison may be open any more. `affordable` is asked once a
  // comparison, before its first look.
  void compare_unsteady(const CountPairs& count_pair, const AffordablePairs& affordable);

  [[nodiscard]] bool any_open() const;

  // The baseline, and the variants with an open comparison.
  [[nodiscard]] std::vector<std::size_t> active_variants() const;

  // Variants that had not failed when sampled comparisons were opened: each brings a budget of its
  // own.
  [[nodiscard]] std::size_t compared_variants() const { return compared_variants_; }

  // How many pairs a comparison may have at most. The number is known from the first look on, and
  // fixed then: a limit that changes with what was seen would depend on the values that are judged.
  void plan_pairs(int pairs) { planned_pairs_ = pairs; }

  // Adds the unit's pairs and decides what can be decided. `out_of_time`: this look is the last.
  void add(const UnitRun& unit, bool out_of_time);

  // Ends the open comparisons of a variant that failed; the baseline's failure ends all.
  void fail(std::size_t variant);

  // Ends the open comparisons with a last look at the pairs so far, at a moment that did not depend
  // on the data.
  void stop_all();

  // The number of pairs before the first look. Their cost is the base of the plan of pairs.
  static const int first_look;

  // The number of pairs that are always run, however small the budget: fewer decide nothing. Where
  // the plan says how many there are, they are those.
  [[nodiscard]] int least_pairs() const { return least_pairs_; }

 private:
  struct ComparisonInProgress {
    std::size_t run_index = 0;  // into SubjectRun::comparisons
    std::size_t variant = 0;
    std::size_t metric = 0;
    std::unique_ptr<stats::SequentialTest> test;
    double parts = 1;  // into which alpha is divided among metrics
    bool open = true;
    bool different = false;  // the verdict is improvement or regression
    bool look_due = false;
  };

  ComparisonInProgress& open(std::size_t variant, std::size_t metric);
  void compare_unsteady_metric(std::size_t variant, std::size_t metric,
                               const CountPairs& count_pair, const AffordablePairs& affordable);
  void add_pair(ComparisonInProgress& comparison, const stats::Pair& pair);
  void look(ComparisonInProgress& comparison, double share, Stopped undecided);
  void pass_on_alpha(const ComparisonInProgress& called);
  void stop(ComparisonInProgress& comparison, double share);
  void close(ComparisonInProgress& comparison);
  void note_prospect(const ComparisonInProgress& comparison);
  void read_scan(ComparisonInProgress& comparison);
  [[nodiscard]] double budget_used(const ComparisonInProgress& comparison) const;
  [[nodiscard]] std::size_t unsteady_metrics() const;

  const Subject& subject_;
  const Plan& plan_;
  SubjectRun& run_;
  std::vector<ComparisonInProgress> in_progress_;
  std::vector<std::pair<std::size_t, std::size_t>> unsteady_;  // variant and metric
  std::size_t compared_variants_ = 0;
  int least_pairs_ = first_look;
  int planned_pairs_ = 0;  // 0: not known yet, or no limit
};

}  // namespace hone::measure
