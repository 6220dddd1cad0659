#include "analyzers/derive/metric_changes.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <variant>

namespace hone::derive {
namespace {

bool overlap(const Interval& one, const Interval& other) {
  return one.lo <= other.hi && other.lo <= one.hi;
}

// Absent instead of what no report can hold: a quotient of two finite numbers may overflow.
std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

ChangeKind kind_of(const MetricSummary& baseline, const MetricSummary& variant) {
  const ChangeKind kind = exact_change(baseline.value, variant.value);
  if (kind == ChangeKind::same) return kind;
  const bool was_sampled = baseline.samples > 1 || variant.samples > 1;
  const bool is_bounded = baseline.interval && variant.interval;
  if (was_sampled && (!is_bounded || overlap(*baseline.interval, *variant.interval))) {
    return ChangeKind::unclear;
  }
  return kind;
}

ByMetric<MetricChange> changes_of(const VariantReport& baseline, const VariantReport& variant) {
  ByMetric<MetricChange> changes;
  for (const auto& [id, reading] : variant.metrics) {
    const auto* after = std::get_if<MetricSummary>(&reading);
    const MetricSummary* before = summary_of(baseline, id);
    if (after == nullptr || before == nullptr) continue;
    if (std::optional<MetricChange> change = change_between(*before, *after)) {
      changes.emplace(id, *change);
    }
  }
  return changes;
}

std::optional<MemoryChange> memory_change(const VariantReport& baseline,
                                          const VariantReport& variant) {
  constexpr double least = 0.005;
  for (const std::string_view metric : {"peak_heap", "peak_rss"}) {
    const MetricSummary* before = summary_of(baseline, metric);
    const MetricSummary* after = summary_of(variant, metric);
    if (before == nullptr || after == nullptr || before->value <= 0 || after->value <= 0) continue;
    const double ratio = after->value / before->value;
    if (!std::isfinite(ratio) || ratio <= 0) continue;
    return MemoryChange{std::string(metric), ratio, std::abs(ratio - 1) >= least};
  }
  return std::nullopt;
}

std::optional<double> cpus_used(const VariantReport& variant) {
  const MetricSummary* cpu = summary_of(variant, "cpu_time");
  const MetricSummary* wall = summary_of(variant, "wall_time");
  if (cpu == nullptr || wall == nullptr || cpu->value < 0 || wall->value <= 0) return std::nullopt;
  return finite(cpu->value / wall->value);
}

void judge_functions(VariantReport& variant) {
  std::optional<InstructionChange>& whole = variant.instruction_change;
  if (whole) whole->is_notable = is_notable(*whole);
  for (FunctionChange& change : variant.function_changes) {
    change.share.reset();
    if (!whole || !whole->is_notable) continue;
    const double share = change.instructions / whole->difference();
    if (std::abs(share) <= 1) change.share = share;
  }
}

}  // namespace

std::optional<MetricChange> change_between(const MetricSummary& baseline,
                                           const MetricSummary& variant) {
  if (baseline.provenance != variant.provenance || baseline.event != variant.event) {
    return std::nullopt;
  }
  const std::optional<double> difference = finite(variant.value - baseline.value);
  if (!difference) return std::nullopt;
  MetricChange change{kind_of(baseline, variant), *difference, std::nullopt};
  if (baseline.value > 0 && variant.value >= 0) {
    change.ratio = finite(variant.value / baseline.value);
  }
  return change;
}

Effect effect_of(const std::optional<Interval>& log_ratio) {
  constexpr double slight_within = 0.01;
  if (!log_ratio) return Effect::unbounded;
  const bool is_slight = log_ratio->lo > -slight_within && log_ratio->hi < slight_within;
  if (log_ratio->lo > 0 || log_ratio->hi < 0) return is_slight ? Effect::slight : Effect::changed;
  return is_slight ? Effect::unchanged : Effect::unclear;
}

bool is_notable(const InstructionChange& change) {
  constexpr double least = 0.005;
  return change.before > 0 && std::abs(change.difference()) > least * change.before;
}

std::optional<Gain> gain_of(const Comparison& comparison) {
  if (!comparison.ratio) return std::nullopt;
  const bool higher = comparison.better == Better::higher;
  const auto times = [&](double ratio) { return finite(higher ? ratio : 1 / ratio); };
  const std::optional<double> factor = times(*comparison.ratio);
  if (!factor || *factor == 0) return std::nullopt;
  Gain gain{*factor, std::nullopt};
  if (!comparison.interval) return gain;
  const std::optional<double> one = times(comparison.interval->lo);
  const std::optional<double> other = times(comparison.interval->hi);
  if (one && other) gain.interval = Interval{std::min(*one, *other), std::max(*one, *other)};
  return gain;
}

void judge_changes(SubjectReport& report) {
  const auto baseline = std::find_if(report.variants.begin(), report.variants.end(),
                                     [](const VariantReport& v) { return v.is_baseline; });
  for (VariantReport& variant : report.variants) {
    variant.changes.clear();
    variant.memory.reset();
    variant.cpus_used = cpus_used(variant);
    judge_functions(variant);
    if (baseline == report.variants.end() || variant.is_baseline) continue;
    variant.changes = changes_of(*baseline, variant);
    variant.memory = memory_change(*baseline, variant);
  }
  for (TimeSplit& split : report.splits) {
    for (LogShare* share : {&split.time, &split.instructions, &split.cpi, &split.clock}) {
      share->effect = effect_of(share->interval);
    }
  }
  for (Comparison& comparison : report.comparisons) comparison.gain = gain_of(comparison);
}

}  // namespace hone::derive
