#include "analyzers/analyze/analyze.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "analyzers/analyze/derived_metrics.hpp"
#include "analyzers/derive/function_changes.hpp"
#include "analyzers/derive/heap_sites.hpp"
#include "analyzers/derive/metric_changes.hpp"
#include "analyzers/derive/ratios.hpp"
#include "analyzers/derive/speed_range.hpp"
#include "analyzers/derive/time_split.hpp"
#include "analyzers/diagnose/rule_list.hpp"
#include "analyzers/model/metric.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::analyze {
namespace {

constexpr double summary_confidence = 0.95;
constexpr std::array reported_quantiles{0.0, 0.5, 0.9, 0.99};
constexpr std::size_t most_functions = 50;
constexpr std::size_t most_heap_sites = 10;  // by each cost
constexpr std::size_t most_heap_changes = 25;

// What the user defined has no unit that hone knows.
Unit unit_of(std::string_view metric) {
  const Metric* known = find_metric(metric);
  return known != nullptr ? known->unit : Unit::count;
}

MetricSummary summarise(Unit unit, const std::vector<double>& values, Provenance provenance) {
  MetricSummary summary;
  summary.unit = unit;
  summary.provenance = provenance;
  summary.value = stats::median(values);
  summary.interval = stats::median_interval(values, summary_confidence);
  if (values.size() > 1) summary.spread = stats::median_absolute_deviation(values);
  summary.samples = static_cast<int>(values.size());
  return summary;
}

std::vector<Quantile> quantiles(const std::vector<double>& values) {
  std::vector<Quantile> found;
  for (const double probability : reported_quantiles) {
    Quantile quantile{probability, stats::quantile(values, probability), std::nullopt};
    if (probability > 0) {  // the least has no interval: nothing says how low it could be
      quantile.interval = stats::quantile_interval(values, probability, summary_confidence);
    }
    found.push_back(quantile);
  }
  return found;
}

bool is_verdict_metric(const Subject& subject, std::string_view id) {
  return std::any_of(subject.metrics.begin(), subject.metrics.end(),
                     [&](const VerdictMetric& metric) { return metric.id == id; });
}

std::vector<double> sample_values(const std::vector<Sample>& samples, const std::string& metric) {
  std::vector<double> values;
  for (const Sample& sample : samples) {
    if (const auto found = sample.values.find(metric); found != sample.values.end()) {
      values.push_back(found->second.number);
    }
  }
  return values;
}

// Operations per second of wall time, from each sample's own time.
MetricSummary throughput(const std::vector<double>& wall_times, double operations) {
  std::vector<double> rates;
  rates.reserve(wall_times.size());
  for (const double seconds : wall_times) rates.push_back(operations / seconds);
  return summarise(Unit::per_second, rates, Provenance::measured);
}

std::string reason_for_no_samples(const SubjectRun& run, std::size_t index) {
  const std::vector<VariantRun>& variants = run.variants;
  if (variants[index].failure) return variants[index].failure->text;
  if (variants[0].failure) {
    const bool is_unavailable = variants[0].failure->kind == FailureKind::unavailable;
    return is_unavailable ? "not measured, since the baseline cannot run here"
                          : "not measured, since the baseline failed";
  }
  const bool nothing_to_compare =
      variants.size() > 1 && std::all_of(variants.begin() + 1, variants.end(),
                                         [](const VariantRun& other) { return other.failure; });
  if (nothing_to_compare) return "not measured, since there is no variant to compare it with";
  return "interrupted before it was measured";
}

void note_source(const std::string& id, const VariantRun& run, MetricSummary& summary) {
  const auto counter = run.counters.find(id);
  if (counter == run.counters.end()) return;
  summary.event = counter->second.event;
  summary.event_note = counter->second.note;
  if (counter->second.share < 1) summary.multiplexed = counter->second.share;
}

// A verdict on exact counts is shown beside those counts, whatever else was measured.
bool is_judged_by_count(const Subject& subject, const VariantRun& run, const std::string& id) {
  const auto count = run.counts.find(id);
  return is_deterministic(id) && is_verdict_metric(subject, id) && count != run.counts.end() &&
         std::holds_alternative<Value>(count->second);
}

// The metrics of the timing pass, from the report's samples.
void add_timed_metrics(const Subject& subject, const VariantRun& run, VariantReport& report) {
  if (report.samples.empty()) return;
  // A counter need not have a value in every sample.
  ByMetric<Provenance> provenances;
  for (const Sample& sample : report.samples) {
    for (const auto& [id, value] : sample.values) provenances.emplace(id, value.provenance);
  }
  const ByMetric<double> multiplexed = derive::multiplexed_ratios(run.counters);
  for (const auto& [id, provenance] : provenances) {
    if (is_judged_by_count(subject, run, id)) continue;
    const std::vector<double> values = sample_values(report.samples, id);
    MetricSummary summary = summarise(unit_of(id), values, provenance);
    if (is_verdict_metric(subject, id)) summary.quantiles = quantiles(values);
    const auto share = multiplexed.find(id);
    if (provenance == Provenance::measured && share != multiplexed.end()) {
      summary.multiplexed = share->second;
    }
    note_source(id, run, summary);
    report.metrics.emplace(id, std::move(summary));
  }
  if (is_command(subject)) return;  // one run is one operation
  if (const std::vector<double> times = sample_values(report.samples, "wall_time");
      !times.empty()) {
    report.metrics.emplace("throughput", throughput(times, subject.work.operations));
  }
}

void add_counted_metrics(const VariantRun& run, VariantReport& report) {
  for (const auto& [id, reading] : run.counts) {
    if (const auto* absent = std::get_if<Absent>(&reading)) {
      report.metrics.emplace(id, *absent);
      continue;
    }
    const Value& value = std::get<Value>(reading);
    MetricSummary summary;
    summary.unit = unit_of(id);
    summary.provenance = value.provenance;
    summary.value = value.number;
    report.metrics.emplace(id, summary);
  }
}

// A verdict's metric that nothing was read of is absent, with the reason.
void add_missing_metrics(const Subject& subject, const SubjectRun& run, std::size_t index,
                         VariantReport& report) {
  for (const VerdictMetric& metric : subject.metrics) {  // unless it is there
    report.metrics.emplace(metric.id, Absent{reason_for_no_samples(run, index)});
  }
}

// What the verdicts are about, or else what differs.
HeapCost heap_cost_of(const Subject& subject, const HeapProfile& before, const HeapProfile& after) {
  if (is_verdict_metric(subject, "allocations")) return HeapCost::allocations;
  if (is_verdict_metric(subject, "allocated_bytes")) return HeapCost::bytes;
  if (is_verdict_metric(subject, "temporary_allocations")) return HeapCost::temporary;
  return derive::most_telling_cost(before, after);
}

void add_heap(const Subject& subject, const SubjectRun& run, std::size_t index,
              VariantReport& report) {
  const std::optional<HeapTrace>& trace = run.variants[index].heap;
  if (!trace) return;
  report.heap = derive::summarise_heap(*trace, most_heap_sites);
  const std::optional<HeapTrace>& baseline = run.variants[0].heap;
  if (index == 0 || !baseline) return;
  const HeapProfile& before = baseline->profile;
  if (!before.incomplete.empty() || !trace->profile.incomplete.empty()) return;
  HeapDifference changes =
      derive::compare_heaps(before, trace->profile, heap_cost_of(subject, before, trace->profile));
  changes.sites.resize(std::min(changes.sites.size(), most_heap_changes));
  changes.callers.resize(std::min(changes.callers.size(), most_heap_changes));
  report.heap_changes = std::move(changes);
}

VariantReport report_variant(const Subject& subject, const SubjectRun& run, std::size_t index) {
  const Variant& variant = subject.variants[index];
  const VariantRun& observed = run.variants[index];
  VariantReport report;
  report.name = variant.name;
  report.summary = variant.summary;
  report.is_baseline = index == 0;
  report.launch = variant.launch;
  report.hooks = variant.hooks;
  report.parameters = variant.parameters;
  report.checksum = observed.checksum;
  report.samples = derive::with_ratios(observed.samples, observed.counters);
  add_timed_metrics(subject, observed, report);
  add_counted_metrics(observed, report);
  add_simulated_ratios(observed, report);
  add_cycle_estimate(observed, report);
  add_missing_metrics(subject, run, index, report);
  report.functions = derive::with_rest(observed.functions, most_functions);
  const std::vector<FunctionCost>& baseline = run.variants[0].functions;
  if (index > 0 && !observed.functions.empty() && !baseline.empty()) {
    report.function_changes = derive::function_changes(baseline, observed.functions);
    report.instruction_change = derive::instruction_change(baseline, observed.functions);
  }
  add_heap(subject, run, index, report);
  report.failure = observed.failure;
  report.left_behind = observed.left_behind;
  report.unread_output = observed.unread_output;
  if (observed.path) {
    report.simulated = SimulatedCounts{
        observed.path->target, observed.path->timed_target, observed.path->other_code,
        static_cast<int>(observed.path->samples.size()), observed.path->start_up};
  }
  return report;
}

bool judges_time(const Subject& subject) {
  return std::any_of(
      subject.metrics.begin(), subject.metrics.end(),
      [](const VerdictMetric& metric) { return unit_of(metric.id) == Unit::seconds; });
}

// Of each variant's time its factors, or why there are none.
void split_times(const Subject& subject, const SubjectRun& run, SubjectReport& report) {
  for (std::size_t v = 1; v < subject.variants.size(); ++v) {
    std::optional<TimeSplit> split = derive::split_time(run.variants[0], run.variants[v]);
    if (split) {
      split->baseline = subject.variants[0].name;
      split->variant = subject.variants[v].name;
      report.splits.push_back(std::move(*split));
    } else if (judges_time(subject)) {
      report.variants[v].unsplit =
          derive::why_not_split(run.variants[0], run.variants[v]).value_or("");
    }
  }
}

std::optional<Interval> of_ratio(const std::optional<Interval>& log_ratio) {
  if (!log_ratio) return std::nullopt;
  return Interval{std::exp(log_ratio->lo), std::exp(log_ratio->hi)};
}

OtherFigure other_figure(const OtherEstimate& estimate) {
  return {.ratio = std::exp(estimate.effect),
          .interval = of_ratio(estimate.interval),
          .verdict = estimate.verdict,
          .declared = estimate.declared};
}

std::optional<OtherDifference> other_difference(const std::optional<OtherEstimate>& estimate) {
  if (!estimate) return std::nullopt;
  return OtherDifference{.estimate = estimate->effect,
                         .interval = estimate->interval,
                         .verdict = estimate->verdict,
                         .declared = estimate->declared};
}

void set_difference(const ComparisonRun& run, const Decision& decision, Comparison& comparison) {
  Difference difference{.estimate = decision.effect,
                        .interval = decision.interval,
                        .margin = decision.edge,
                        .pairs = run.effects,
                        .other = other_difference(decision.other)};
  if (decision.interval) {
    difference.resolution = (decision.interval->hi - decision.interval->lo) / 2;
  }
  comparison.ratio.reset();
  comparison.difference = std::move(difference);
}

void set_ratio(const ComparisonRun& run, const Decision& decision, Comparison& comparison) {
  comparison.ratio = run.counts ? ratio_of(*run.counts) : std::exp(decision.effect);
  if (decision.interval) {
    comparison.interval = of_ratio(decision.interval);
    comparison.resolution = std::expm1((decision.interval->hi - decision.interval->lo) / 2);
  } else if (run.counts && comparison.ratio) {  // of 0, whose logarithm there is not
    comparison.interval = Interval{*comparison.ratio, *comparison.ratio};
  }
  if (decision.other) comparison.other = other_figure(*decision.other);
  comparison.log_ratios = run.effects;
}

// A comparison may have more pairs where it goes on until it is decided.
std::optional<Prospect> timed(std::optional<Prospect> prospect,
                              const std::optional<double>& pair_seconds, const Plan& plan) {
  constexpr double longest = 24 * 60 * 60;  // s
  if (!prospect) return prospect;
  if (auto* wanted = std::get_if<ToDecide>(&prospect->to_decide)) {
    const auto pairs = static_cast<double>(wanted->pairs);
    if (pair_seconds) wanted->seconds = pairs * *pair_seconds;
    wanted->is_feasible = wanted->seconds.value_or(0) <= longest &&
                          (plan.until_decided || wanted->pairs <= most_pairs);
  }
  return prospect;
}

Comparison report_comparison(const Subject& subject, const SubjectRun& of, const ComparisonRun& run,
                             const Decision& decision, const Plan& plan) {
  Comparison comparison;
  comparison.baseline = subject.variants.front().name;
  comparison.variant = subject.variants[run.variant].name;
  comparison.metric = subject.metrics[run.metric].id;
  comparison.better = subject.metrics[run.metric].better;
  comparison.counts = run.counts;
  if (subject.metrics[run.metric].scale == Scale::difference) {
    set_difference(run, decision, comparison);
  } else {
    set_ratio(run, decision, comparison);
  }
  comparison.estimand = decision.estimand;
  comparison.verdict = decision.verdict;
  comparison.pairs = decision.pairs;
  comparison.looks = decision.looks;
  comparison.stopped = decision.stopped;
  comparison.margin = plan.margin;
  comparison.alpha = run.alpha;
  comparison.scan = run.scan;
  comparison.prospect = timed(run.prospect, of.pair_seconds, plan);
  return comparison;
}

// Sampled verdicts of threads that others kept from running say nothing about the variants, however
// narrow the interval is: neither here nor along a scan.
void hold_verdicts_back(SubjectReport& report) {
  if (!report.crowding || !decides_verdicts(*report.crowding)) return;
  for (Comparison& comparison : report.comparisons) {
    if (is_exact(comparison)) continue;
    comparison.verdict = Verdict::inconclusive;
    comparison.prospect.reset();
    comparison.scan.reset();
  }
}

}  // namespace

SubjectReport analyze(const Subject& subject, const SubjectRun& run, const Plan& plan) {
  SubjectReport report;
  const SubjectDescription& description = subject;
  static_cast<SubjectDescription&>(report) = description;
  report.dropped = run.dropped;
  report.iterations_per_block = run.iterations;
  report.core_speed = derive::speed_range(run);
  report.placement = run.placement;
  for (std::size_t v = 0; v < subject.variants.size(); ++v) {
    report.variants.push_back(report_variant(subject, run, v));
  }
  split_times(subject, run, report);
  for (const ComparisonRun& comparison : run.comparisons) {
    if (!comparison.decision) continue;
    report.comparisons.push_back(
        report_comparison(subject, run, comparison, *comparison.decision, plan));
  }
  report.crowding = run.crowding;
  hold_verdicts_back(report);
  derive::judge_changes(report);
  report.findings = diagnose::judge(report);
  return report;
}

}  // namespace hone::analyze
