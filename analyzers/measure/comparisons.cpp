#include "analyzers/measure/comparisons.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/sign_interval.hpp"
#include "analyzers/stats/summary.hpp"
#include "analyzers/text/numbers.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

constexpr double most_paths = stats::SignFlipTest::most_paths;
constexpr int most_count_pairs = 19;  // looks at 6, 9, 13 and 19; each run is simulated, so slow
constexpr double no_further = 1e-6;   // a look with it leaves the share of the budget as it was

// 1.2207e-4 -> 1.3e-4: as it is typed, and no smaller.
double rounded_up_to_two_digits(double value) {
  const double unit = text::second_digit_of(value);
  return std::ceil(value / unit) * unit;
}

// A count's pairs are few and their number is fixed, so planned looks serve a count even where the
// plan measures until all is decided.
std::unique_ptr<stats::SequentialTest> make_test(const Plan& plan, const VerdictMetric& metric,
                                                 double alpha) {
  if (plan.until_decided && !is_deterministic(metric.id)) {
    return std::make_unique<stats::ConfidenceSequence>(
        stats::ConfidenceDesign{.alpha = alpha,
                                .margin = plan.margin,
                                .better = metric.better,
                                .estimand = plan.estimand,
                                .scale = metric.scale});
  }
  return std::make_unique<stats::SequentialComparison>(stats::SequentialDesign{
      .alpha = alpha,
      .margin = plan.margin,
      .better = metric.better,
      .estimand = is_deterministic(metric.id) ? Estimand::median : plan.estimand,
      .scale = metric.scale,
      .seed = plan.seed,
      .looks_once = plan.pairs.has_value(),
      .draws = sign_paths(alpha)});
}

const VariantUnit& part_of(const UnitRun& unit, std::size_t variant) {
  return *std::find_if(unit.parts.begin(), unit.parts.end(),
                       [&](const VariantUnit& part) { return part.variant == variant; });
}

// A zero stands for less than the clock's microsecond. There are few of them, among user or system
// times: a metric that is often 0 fails its variant (timed_units.cpp).
double above_zero(double value) { return value > 0 ? value : 1e-6; }

// One figure of a whole process of each side.
stats::Pair ratio_pair_of(double baseline, double variant) {
  stats::Pair pair{.baseline = above_zero(baseline), .variant = above_zero(variant)};
  pair.effect = std::log(pair.variant) - std::log(pair.baseline);
  return pair;
}

stats::Pair difference_of(double baseline, double variant) {
  return {.effect = variant - baseline, .baseline = baseline, .variant = variant};
}

// Of blocks the effect is the median over rounds, each of which pairs neighbouring blocks. Only
// commands, whose units have one round, are compared by differences.
stats::Pair pair_of(const VariantUnit& variant, const VariantUnit& baseline,
                    const VerdictMetric& of) {
  const std::string_view metric = of.id;
  const bool is_difference = of.scale == Scale::difference;
  const auto pair = is_difference ? difference_of : ratio_pair_of;
  const auto total = variant.totals.find(metric);
  if (total != variant.totals.end()) {
    return pair(baseline.totals.find(metric)->second, total->second);
  }
  stats::Pair sums{.effect = 0, .baseline = 0, .variant = 0};
  std::vector<double> effects(variant.blocks.size());
  for (std::size_t round = 0; round < effects.size(); ++round) {
    const stats::Pair blocks = pair(baseline.blocks[round].find(metric)->second,
                                    variant.blocks[round].find(metric)->second);
    effects[round] = blocks.effect;
    sums.baseline += blocks.baseline;
    sums.variant += blocks.variant;
  }
  sums.effect = stats::median(effects);
  return sums;
}

}  // namespace

int sign_paths(double alpha) {
  constexpr double fewest = stats::SequentialDesign{}.draws;
  const auto wanted = static_cast<unsigned>(std::clamp(std::ceil(8 / alpha), fewest, most_paths));
  return static_cast<int>(std::bit_ceil(wanted));
}

int fewest_pairs_that_decide(const Subject& subject, const Plan& plan) {
  const std::size_t parts = std::max<std::size_t>(sampled_metrics(subject), 1);
  const int by_signs = stats::fewest_agreeing_pairs(plan.alpha / static_cast<double>(parts));
  if (plan.estimand != Estimand::mean || sampled_metrics(subject) == 0) return by_signs;
  const stats::SequentialComparison of_mean({.estimand = Estimand::mean});
  return std::max(by_signs, of_mean.least_pairs());
}

Result<void> check_alpha(const Plan& plan) {
  if (plan.until_decided) return {};  // its test draws no paths
  for (const Subject& subject : plan.subjects) {
    const std::size_t metrics = sampled_metrics(subject);
    if (subject.variants.size() < 2 || metrics == 0) continue;
    const double most = std::floor(most_paths * plan.alpha / static_cast<double>(metrics));
    if (subject.scan_points <= most) continue;
    const std::string shared = metrics == 1 ? "" : fmt::format(" of {} metrics", metrics);
    const std::string_view instead = "or --until-decided, which takes any";
    if (most < 1) {
      return Error{fmt::format("--alpha {:g}{} is finer than the planned test can decide",
                               plan.alpha, shared),
                   fmt::format("give at least {:.2g}, {}",
                               rounded_up_to_two_digits(static_cast<double>(metrics) *
                                                        subject.scan_points / most_paths),
                               instead)};
    }
    return Error{
        fmt::format("the scan of {} has {} values, and --alpha {:g}{} is enough for {:.0f}",
                    subject.id, subject.scan_points, plan.alpha, shared, most),
        fmt::format("give fewer values, a larger --alpha, {}", instead)};
  }
  return {};
}

const int Comparisons::first_look = stats::SequentialDesign{}.first_look;

std::size_t sampled_metrics(const Subject& subject) {
  return static_cast<std::size_t>(
      std::count_if(subject.metrics.begin(), subject.metrics.end(),
                    [](const VerdictMetric& metric) { return !is_deterministic(metric.id); }));
}

void Comparisons::decide_by_counts(std::size_t variant, std::size_t metric,
                                   const CountPair& counts) {
  Decision decision;
  decision.verdict = stats::judge(counts, plan_.margin, subject_.metrics[metric].better);
  decision.pairs = 1;
  decision.looks = 1;
  decision.stopped = Stopped::decided;
  ComparisonRun comparison{
      .variant = variant, .metric = metric, .alpha = plan_.alpha, .counts = counts};
  if (const std::optional<double> ratio = ratio_of(counts); ratio && *ratio > 0) {
    decision.effect = std::log(*ratio);
    decision.interval = Interval{decision.effect, decision.effect};
    comparison.effects = {decision.effect};
    if (subject_.scan_points > 1) {
      comparison.scan =
          ScanReading{decision.effect, decision.interval, plan_.alpha / subject_.scan_points};
    }
  }
  comparison.decision = decision;
  run_.comparisons.push_back(std::move(comparison));
}

void Comparisons::open_sampled() {
  for (std::size_t variant = 1; variant < subject_.variants.size(); ++variant) {
    if (run_.variants[variant].failure) continue;
    ++compared_variants_;
    for (std::size_t metric = 0; metric < subject_.metrics.size(); ++metric) {
      if (is_deterministic(subject_.metrics[metric].id)) continue;
      open(variant, metric);
    }
  }
}

void Comparisons::compare_unsteady(const CountPairs& count_pair,
                                   const AffordablePairs& affordable) {
  for (const auto& [variant, metric] : unsteady_) {
    compare_unsteady_metric(variant, metric, count_pair, affordable);
  }
}

void Comparisons::compare_unsteady_metric(std::size_t variant, std::size_t metric,
                                          const CountPairs& count_pair,
                                          const AffordablePairs& affordable) {
  std::optional<stats::Pair> counts = count_pair(variant, metric, 1);
  if (!counts) return;
  ComparisonInProgress& comparison = open(variant, metric);
  int planned = plan_.pairs.value_or(most_count_pairs);
  double share = 0;  // of the planned pairs
  for (int pair = 1; counts; counts = count_pair(variant, metric, ++pair)) {
    add_pair(comparison, *counts);
    if (pair == first_look && !plan_.pairs) {
      planned = static_cast<int>(
          std::min<double>(most_count_pairs, std::max<double>(affordable(), least_pairs_)));
    }
    share = static_cast<double>(pair) / planned;
    const bool is_last = pair == planned;
    if (comparison.test->look_due() || is_last) look(comparison, share, Stopped::budget);
    if (comparison.open && is_last) close(comparison);
    if (!comparison.open) return;
  }
  const bool has_looked = run_.comparisons[comparison.run_index].decision.has_value();
  stop(comparison, has_looked ? share : no_further);
}

// Metrics of which some variant's counts do not repeat themselves.
std::size_t Comparisons::unsteady_metrics() const {
  std::set<std::size_t> metrics;
  for (const auto& [variant, metric] : unsteady_) metrics.insert(metric);
  return metrics.size();
}

Comparisons::ComparisonInProgress& Comparisons::open(std::size_t variant, std::size_t metric) {
  if (subject_.metrics[metric].scale == Scale::difference && subject_.scan_points > 1) {
    throw std::logic_error("the points of a scan are compared by ratios");
  }
  ComparisonInProgress comparison;
  comparison.parts = static_cast<double>(sampled_metrics(subject_) + unsteady_metrics());
  const double alpha = plan_.alpha / comparison.parts / subject_.scan_points;
  run_.comparisons.push_back({.variant = variant, .metric = metric, .alpha = alpha});
  comparison.run_index = run_.comparisons.size() - 1;
  comparison.variant = variant;
  comparison.metric = metric;
  comparison.test = make_test(plan_, subject_.metrics[metric], alpha);
  least_pairs_ = plan_.pairs.value_or(std::max(
      {least_pairs_, stats::fewest_agreeing_pairs(alpha), comparison.test->least_pairs()}));
  return in_progress_.emplace_back(std::move(comparison));
}

bool Comparisons::any_open() const {
  return std::any_of(in_progress_.begin(), in_progress_.end(),
                     [](const ComparisonInProgress& comparison) { return comparison.open; });
}

std::vector<std::size_t> Comparisons::active_variants() const {
  std::vector<std::size_t> active{0};
  for (const ComparisonInProgress& comparison : in_progress_) {
    if (!comparison.open || comparison.variant == active.back()) continue;
    active.push_back(comparison.variant);
  }
  return active;
}

// The share of the planned pairs that the comparison has had, in (0, 1].
double Comparisons::budget_used(const ComparisonInProgress& comparison) const {
  if (planned_pairs_ == 0) return no_further;  // before the first look: nothing to decide yet
  const auto pairs = static_cast<double>(comparison.test->effects().size());
  return std::min(1.0, pairs / planned_pairs_);
}

void Comparisons::add(const UnitRun& unit, bool out_of_time) {
  std::vector<ComparisonInProgress*> last;
  for (ComparisonInProgress& comparison : in_progress_) {
    if (!comparison.open) continue;
    add_pair(comparison, pair_of(part_of(unit, comparison.variant), part_of(unit, 0),
                                 subject_.metrics[comparison.metric]));
    const bool enough = comparison.test->effects().size() >= static_cast<std::size_t>(least_pairs_);
    const bool is_last = enough && (out_of_time || budget_used(comparison) >= 1);
    if (is_last) last.push_back(&comparison);
    comparison.look_due = is_last || comparison.test->look_due();
  }
  while (true) {  // what one look finds may make another due
    const auto due = std::find_if(in_progress_.begin(), in_progress_.end(),
                                  [](const ComparisonInProgress& comparison) {
                                    return comparison.open && comparison.look_due;
                                  });
    if (due == in_progress_.end()) break;
    look(*due, out_of_time ? 1 : budget_used(*due), Stopped::budget);
  }
  for (ComparisonInProgress* comparison : last) {
    if (comparison->open) close(*comparison);
  }
}

void Comparisons::add_pair(ComparisonInProgress& comparison, const stats::Pair& pair) {
  comparison.test->add(pair);
  run_.comparisons[comparison.run_index].effects.push_back(pair.effect);
}

void Comparisons::look(ComparisonInProgress& comparison, double share, Stopped undecided) {
  comparison.look_due = false;
  const Decision decision = comparison.test->look(share, undecided);
  ComparisonRun& row = run_.comparisons[comparison.run_index];
  row.decision = decision;
  row.alpha = comparison.test->alpha();
  if (decision.verdict == Verdict::inconclusive) return;
  close(comparison);
  if (decision.verdict == Verdict::equivalent) return;  // no difference: the metric keeps its part
  comparison.different = true;
  pass_on_alpha(comparison);
}

// Holm's procedure: alpha over the number of the variant's metrics that have not been called
// different. Those still open look again, since their pairs may now be enough.
void Comparisons::pass_on_alpha(const ComparisonInProgress& called) {
  const auto left = std::count_if(
      in_progress_.begin(), in_progress_.end(), [&](const ComparisonInProgress& comparison) {
        return comparison.variant == called.variant && !comparison.different;
      });
  for (ComparisonInProgress& comparison : in_progress_) {
    if (comparison.variant != called.variant || !comparison.open) continue;
    comparison.parts = static_cast<double>(left) + static_cast<double>(unsteady_metrics());
    comparison.test->set_alpha(plan_.alpha / comparison.parts / subject_.scan_points);
    comparison.look_due = true;
  }
}

void Comparisons::fail(std::size_t variant) {
  for (ComparisonInProgress& comparison : in_progress_) {
    if (comparison.open && (variant == 0 || variant == comparison.variant)) {
      stop(comparison, budget_used(comparison));
    }
  }
}

void Comparisons::stop_all() { fail(0); }

void Comparisons::stop(ComparisonInProgress& comparison, double share) {
  if (!comparison.test->effects().empty()) look(comparison, share, Stopped::interrupted);
  if (comparison.open) close(comparison);
}

// The interval at the scan's part of alpha is kept as the scan's reading; the verdict is then found
// at the whole alpha. The second reading of the same pairs is no look of its own.
void Comparisons::read_scan(ComparisonInProgress& comparison) {
  ComparisonRun& row = run_.comparisons[comparison.run_index];
  if (subject_.scan_points == 1 || !row.decision) return;
  const Decision last = *row.decision;
  row.scan = ScanReading{last.effect, last.interval, row.alpha};
  comparison.test->set_alpha(plan_.alpha / comparison.parts);
  row.decision = comparison.test->look(no_further, last.stopped);
  row.decision->looks = last.looks;
  row.alpha = comparison.test->alpha();
}

// What the pairs of an inconclusive comparison could have told. Counts that do not repeat
// themselves are compared by few pairs, however large the budget.
void Comparisons::note_prospect(const ComparisonInProgress& comparison) {
  ComparisonRun& row = run_.comparisons[comparison.run_index];
  if (!row.decision || row.decision->verdict != Verdict::inconclusive) return;
  if (is_deterministic(subject_.metrics[comparison.metric].id)) {
    const Absent few{fmt::format("no more than {} pairs of counts are compared", most_count_pairs)};
    row.prospect = Prospect{few, few};
  } else {
    row.prospect = comparison.test->prospect();
  }
}

// The test is given back: its drawn paths are most of what a long run keeps.
void Comparisons::close(ComparisonInProgress& comparison) {
  read_scan(comparison);
  note_prospect(comparison);
  comparison.open = false;
  comparison.test.reset();
}

}  // namespace hone::measure
