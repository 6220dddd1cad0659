// The comparisons of one subject in progress: every variant against the baseline, in every
// metric that verdicts are about. Each pair that a unit gives goes to all that are open; each
// closes on its own when its verdict is decided or its share of the budget is used up.
//
// Several metrics of one variant share its alpha by Holm's procedure: each begins with an
// equal part, and one that is called different leaves its part to the rest, so that the
// chance of calling any of them different without reason stays below alpha.
//
// Where the subject is a point of a scan, all of this happens at its part of alpha, so that the
// points' intervals hold together. Its own verdict, at the whole alpha, is read off at the end: an
// alpha that rises takes nothing back.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "analyzers/measure/executor.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/stats/sequential_test.hpp"

namespace hone::measure {

// How many of the subject's metrics are sampled, not counted.
std::size_t sampled_metrics(const Subject& subject);

// Of a test at this alpha. A path is worth 1 / paths: enough of them that a small alpha, as the
// points of a scan share it, can reject at all.
int sign_paths(double alpha);

// Refuses a plan whose alpha, shared by metrics and points of a scan, is less than one of the most
// paths that there may be: it would measure to its end and could decide nothing. Counts that turn
// out not to repeat themselves take a share of alpha too, which is not known beforehand.
Result<void> check_alpha(const Plan& plan);

class Contests {
 public:
  // Opens one for each variant of `run` that has not failed, and adds it to run.comparisons.
  // All three must outlive it. `other_metrics` are compared elsewhere, and take their part of
  // alpha.
  Contests(const Subject& subject, const Plan& plan, SubjectRun& run,
           std::size_t other_metrics = 0);

  [[nodiscard]] bool any_open() const;

  // The baseline, and the variants with an open comparison.
  [[nodiscard]] std::vector<std::size_t> active_variants() const;

  // Variants that are compared, open or not: each brings a budget of its own.
  [[nodiscard]] std::size_t compared_variants() const { return compared_variants_; }

  // How many pairs a comparison may have at most. Known from the first look on; fixed then, since
  // a limit that changes with what was seen would depend on the values that are judged.
  void plan_pairs(int pairs) { planned_pairs_ = pairs; }

  // Adds the unit's pairs and decides what can be decided. `out_of_time`: this look is the last.
  void add(const UnitRun& unit, bool out_of_time);

  // A variant that failed ends its own comparisons; the baseline ends them all.
  void fail(std::size_t variant);

  // A last look at what there is, at a moment that did not depend on the data.
  void stop_all();

  // Where the first look is taken, of which the plan of pairs is made.
  static const int first_look;

  // Pairs that are always run, however small the budget: fewer decide nothing.
  [[nodiscard]] int least_pairs() const { return least_pairs_; }

 private:
  struct Contest {
    std::size_t run_index = 0;  // into SubjectRun::comparisons
    std::size_t variant = 0;
    std::size_t metric = 0;
    std::unique_ptr<stats::SequentialTest> test;
    double parts = 1;  // that alpha is cut into among metrics
    bool open = true;
    bool different = false;  // called so
    bool look_due = false;
  };

  void open(std::size_t variant, std::size_t metric);
  void add_pair(Contest& contest, const UnitRun& unit);
  void look(Contest& contest, double share, Stopped undecided);
  void pass_on_alpha(const Contest& called);
  void stop(Contest& contest);
  void close(Contest& contest);
  void read_scan(Contest& contest);
  [[nodiscard]] double budget_used(const Contest& contest) const;

  const Subject& subject_;
  const Plan& plan_;
  SubjectRun& run_;
  std::vector<Contest> contests_;
  std::size_t other_metrics_;
  std::size_t compared_variants_ = 0;
  int least_pairs_ = first_look;
  int planned_pairs_ = 0;  // 0: not known yet, or no limit
};

}  // namespace hone::measure
