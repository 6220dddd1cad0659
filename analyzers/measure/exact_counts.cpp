#include "analyzers/measure/exact_counts.hpp"

#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/measure/schedule.hpp"
#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

// nullopt: the variant has failed, now or before, or the user asked to stop.
std::optional<double> count(const RunContext& context, SubjectRun& run, std::size_t variant,
                            std::size_t metric) {
  VariantRun& counted_variant = run.variants[variant];
  const std::string& id = context.subject.metrics[metric].id;
  if (counted_variant.failure || context.executor.interrupted()) return std::nullopt;
  const Result<double, Failure> counted = context.executor.count(context.subject, variant, id);
  if (context.executor.interrupted()) return std::nullopt;
  if (!counted) {
    counted_variant.failure = counted.error();
    return std::nullopt;
  }
  const bool is_counted = basis_of(id) == Basis::counted;
  const Provenance how = is_counted ? Provenance::counted : Provenance::simulated;
  counted_variant.counts.insert_or_assign(id, Value{*counted, how});
  return *counted;
}

struct TwoCounts {
  double first = 0;
  double second = 0;
  [[nodiscard]] bool repeat() const { return first == second; }
};

std::optional<TwoCounts> count_twice(const RunContext& context, SubjectRun& run,
                                     std::size_t variant, std::size_t metric) {
  const std::optional<double> first = count(context, run, variant, metric);
  const std::optional<double> second = count(context, run, variant, metric);
  if (!first || !second) return std::nullopt;
  return TwoCounts{*first, *second};
}

// A count that is sampled has no ratio to a count of 0: the variant fails, with both counts named.
std::optional<stats::Pair> pair_of_counts(const RunContext& context, SubjectRun& run,
                                          std::size_t variant, std::size_t metric,
                                          const CountPair& counts) {
  if (counts.baseline == counts.variant) return stats::Pair{};
  if (counts.baseline > 0 && counts.variant > 0) {
    return stats::Pair{.effect = std::log(counts.variant / counts.baseline),
                       .baseline = counts.baseline,
                       .variant = counts.variant};
  }
  run.variants[variant].failure = Failure::failed(
      fmt::format("its {} are {:.15g}, the baseline's {:.15g}: a count of 0 has no "
                  "ratio to another",
                  context.subject.metrics[metric].id, counts.variant, counts.baseline));
  return std::nullopt;
}

// The orders of count pairs are drawn as those of units with negative numbers, so that they are
// none of the timed units' orders.
std::optional<stats::Pair> count_pair(const RunContext& context, SubjectRun& run,
                                      std::size_t variant, std::size_t metric, int pair) {
  std::map<std::size_t, double> counts;
  const UnitOrder order = draw_unit(context.plan.seed, context.subject_key, -pair, {0, variant}, 1);
  for (const std::size_t side : order.rounds.front()) {
    const std::optional<double> counted = count(context, run, side, metric);
    if (!counted) return std::nullopt;
    counts[side] = *counted;
  }
  return pair_of_counts(context, run, variant, metric, {counts.at(0), counts.at(variant)});
}

}  // namespace

void decide_exact_counts(const RunContext& context, SubjectRun& run, Comparisons& comparisons) {
  if (baseline_failed(run)) return;
  for (std::size_t metric = 0; metric < context.subject.metrics.size(); ++metric) {
    const std::string& id = context.subject.metrics[metric].id;
    if (!is_deterministic(id)) continue;
    context.observer.stage(context.subject, id);
    const std::optional<TwoCounts> baseline = count_twice(context, run, 0, metric);
    for (std::size_t variant = 1; variant < run.variants.size(); ++variant) {
      const std::optional<TwoCounts> counts = count_twice(context, run, variant, metric);
      if (!baseline || !counts) continue;
      if (baseline->repeat() && counts->repeat()) {
        comparisons.decide_by_counts(variant, metric, {baseline->first, counts->first});
      } else {
        comparisons.expect_unsteady(variant, metric);
      }
    }
  }
}

void compare_unsteady_counts(const RunContext& context, SubjectRun& run, Comparisons& comparisons) {
  std::vector<double> costs;  // of the comparison's pairs, s
  const auto timed_pair = [&](std::size_t variant, std::size_t metric, int pair) {
    if (pair == 1) costs.clear();
    const Seconds start = context.executor.now();
    const std::optional<stats::Pair> counts = count_pair(context, run, variant, metric, pair);
    costs.push_back((context.executor.now() - start).count());
    return counts;
  };
  comparisons.compare_unsteady(timed_pair,
                               [&] { return context.plan.budget.count() / stats::median(costs); });
}

}  // namespace hone::measure
