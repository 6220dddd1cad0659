#include "analyzers/measure/timed_units.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "analyzers/measure/disturbance.hpp"
#include "analyzers/measure/schedule.hpp"
#include "analyzers/measure/unit_samples.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::measure {
namespace {

constexpr double overrun = 2;  // of the budget: units that slow down beyond it end the subject

// What the subject's comparisons may spend together: time, and from the first look on a number of
// units.
class UnitBudget {
 public:
  UnitBudget(const Plan& plan, std::size_t compared_variants)
      : time_(plan.pairs ? Seconds(std::numeric_limits<double>::infinity())
                         : plan.budget * static_cast<double>(compared_variants)),
        units_(plan.pairs.value_or(0)) {}

  // The budget in pairs, fixed before the first look from what a full unit costs. A share read off
  // the clock would depend on which of the other comparisons have ended, and so on the very values
  // that each comparison judges. The median cost is taken, so that one hiccup does not cut the
  // comparisons short.
  void plan_units(Seconds cost, int recorded, Comparisons& comparisons) {
    if (recorded > Comparisons::first_look) return;
    costs_.push_back(cost.count());
    if (std::isinf(time_.count())) return;  // the number is fixed, or there is none
    const double affordable = std::floor(time_.count() / stats::median(costs_));
    units_ =
        static_cast<int>(std::clamp<double>(affordable, comparisons.least_pairs(), most_pairs));
    if (recorded == Comparisons::first_look) comparisons.plan_pairs(units_);
  }

  // The cost of a full unit, by the first of them, of which there is one at least.
  [[nodiscard]] double unit_seconds() const { return stats::median(costs_); }

  [[nodiscard]] bool overrun_at(Seconds elapsed) const { return elapsed > overrun * time_; }

  // However small the budget is, there is an end only after the pairs that a decision needs.
  [[nodiscard]] Seconds time_left(Seconds elapsed, int recorded) const {
    if (units_ == 0) return time_;
    return elapsed / recorded * std::max(0, units_ - recorded);
  }

 private:
  Seconds time_;
  std::vector<double> costs_;  // of the first units, s
  int units_ = 0;              // at most, an estimate until the first look; 0: there is no limit
};

UnitRequest next_unit(const RunContext& context, const SubjectRun& run, int unit,
                      const std::vector<std::size_t>& variants) {
  return {&context.subject,
          draw_unit(context.plan.seed, context.subject_key, unit, variants, context.plan.rounds),
          run.iterations, run.variants[0].checksum};
}

// Whether the unit is left out; if so, it is counted among the dropped ones.
bool drop(const UnitRun& unit, DisturbanceRule& rule, DroppedUnits& dropped) {
  const std::optional<Disturbance> found = rule.judge(unit.slowest_core, unit.stolen);
  if (found == Disturbance::slow_core) ++dropped.slow_core;
  if (found == Disturbance::steal) ++dropped.steal;
  return found.has_value();
}

void fail(const VariantFailure& failed, SubjectRun& run, Comparisons& comparisons) {
  run.variants[failed.variant].failure = failed.failure;
  comparisons.fail(failed.variant);
}

}  // namespace

void compare_by_units(const RunContext& context, SubjectRun& run, Comparisons& comparisons) {
  if (baseline_failed(run) || context.executor.interrupted()) return;
  comparisons.open_sampled();
  const std::optional<int>& fixed = context.plan.pairs;
  if (fixed) comparisons.plan_pairs(*fixed);
  UnitBudget budget(context.plan, comparisons.compared_variants());
  UnitSamples samples(context, run);
  DisturbanceRule disturbance;
  context.observer.runs_begin();
  const Seconds start = context.executor.now();
  Seconds elapsed{0};
  for (int unit = 0; comparisons.any_open(); ++unit) {
    const UnitRequest request = next_unit(context, run, unit, comparisons.active_variants());
    const UnitResult result = context.executor.run_unit(request);
    const Seconds last_elapsed = std::exchange(elapsed, context.executor.now() - start);
    if (context.executor.interrupted()) return comparisons.stop_all();
    if (!result) {
      fail(result.error(), run, comparisons);
      continue;
    }
    // Who says how many runs there are to be gets them.
    if (!fixed && drop(*result, disturbance, run.dropped)) continue;
    samples.record(unit, request.order, result->parts);
    if (const std::optional<VariantFailure> failed = samples.without_ratio()) {
      fail(*failed, run, comparisons);
      continue;
    }
    budget.plan_units(elapsed - last_elapsed, units_recorded(run), comparisons);
    run.pair_seconds = budget.unit_seconds() / static_cast<double>(comparisons.compared_variants());
    comparisons.add(*result, budget.overrun_at(elapsed));
    context.observer.unit_done(context.subject, run,
                               budget.time_left(elapsed, units_recorded(run)));
  }
}

// Nothing is compared, so no unit is dropped: the plan says how many runs there are.
void measure_alone(const RunContext& context, SubjectRun& run) {
  if (baseline_failed(run)) return;
  UnitSamples samples(context, run);
  context.observer.runs_begin();
  for (int unit = 0; unit < context.plan.runs && !context.executor.interrupted(); ++unit) {
    const UnitRequest request = next_unit(context, run, unit, {0});
    const UnitResult result = context.executor.run_unit(request);
    if (context.executor.interrupted()) return;
    if (!result) {
      run.variants[0].failure = result.error().failure;
      return;
    }
    samples.record(unit, request.order, result->parts);
    context.observer.unit_done(context.subject, run, std::nullopt);
  }
}

}  // namespace hone::measure
