#include "reports/sections/headline.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/words/change.hpp"
#include "reports/words/format.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/prospect_text.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

// Who is compared with whom.
struct Compared {
  const Text& variant;
  const Text& baseline;
};

// Faster is better, as everyone knows; whether more of something else is, must be said.
std::string_view judgement(const Comparison& comparison) {
  if (comparison.better == Better::neither) return "";
  return comparison.verdict == Verdict::improvement ? ", an improvement" : ", a regression";
}

// No error rate to state.
Claim exact(const Comparison& comparison, const Compared& names) {
  std::string label = metric_label(comparison.metric);
  const bool is_bytes = comparison.metric == "allocated_bytes";
  if (is_bytes && !is_from_or_to_zero(comparison)) label += " bytes";
  const std::string detail =
      fmt::format("({}; the same in two runs of each: exact)",
                  basis_of(comparison.metric) == Basis::counted ? "counted" : "simulated");
  if (comparison.ratio == 1) {
    return {filled("{} and {} have the same number of {}", {names.variant, names.baseline, label}),
            detail};
  }
  if (is_from_or_to_zero(comparison)) {
    return {filled("{} has {} {}", {names.variant, counts_in_words(comparison), label}), detail};
  }
  return {filled("{} has {} {} than {}",
                 {names.variant, describe_change(comparison).change, label, names.baseline}),
          detail};
}

// "wall time", "mean wall time".
std::string judged_label(const Comparison& comparison) {
  const std::string label = metric_label(comparison.metric);
  return comparison.estimand == Estimand::mean ? "mean " + label : label;
}

Claim settled(const Comparison& comparison, const Compared& names) {
  const std::string change = describe_change(comparison).change;
  const std::string interval = interval_of_change(comparison);
  const std::string label = judged_label(comparison);
  const std::string level = interval_level(comparison.alpha);
  if (words_for(comparison.metric).is_time) {
    return {filled("{} is {} than {}", {names.variant, change, names.baseline}),
            fmt::format("({}; {}, {} interval)", interval, label, level)};
  }
  return {filled("{} has {} {} than {}{}",
                 {names.variant, change, label, names.baseline, judgement(comparison)}),
          fmt::format("({}; {} interval)", interval, level)};
}

Claim equivalent(const Comparison& comparison, const Compared& names) {
  const bool is_time = words_for(comparison.metric).is_time;
  return {filled("{} and {} {} the same {} within {}",
                 {names.variant, names.baseline, is_time ? "take" : "have",
                  judged_label(comparison), margin_in_words(comparison)}),
          fmt::format("({}; {} interval)", describe_change(comparison).interval,
                      interval_level(comparison.alpha))};
}

// What would settle it, or why nothing more was done.
std::string next_step(const Comparison& comparison, const PlanSummary& plan) {
  if (comparison.stopped != Stopped::budget || is_deterministic(comparison.metric)) {
    return std::string{ending(comparison, plan)};
  }
  if (plan.runs) return "more --runs go on";
  return plan.until_decided ? "a larger --budget goes on"
                            : "--until-decided or a larger --budget goes on";
}

Claim undecided(const Comparison& comparison, const Compared& names, const PlanSummary& plan) {
  const std::string label = judged_label(comparison);
  const std::string next = next_step(comparison, plan);
  const bool is_one = comparison.pairs == 1;
  std::string pairs = fmt::format("{} {}", comparison.pairs, is_one ? "pair" : "pairs");
  if (!is_bounded(comparison)) {
    return {filled("Undecided: {} {} too few to compare the {} of {} and {}",
                   {pairs, is_one ? "is" : "are", label, names.variant, names.baseline}),
            fmt::format("({})", next)};
  }
  if (const std::optional<std::string> resolution = resolution_in_words(comparison)) {
    pairs += fmt::format(" reach +-{}", *resolution);
  }
  const std::string range = range_in_words(comparison);
  const std::string level = interval_level(comparison.alpha);
  if (words_for(comparison.metric).is_time) {
    return {filled("Undecided: {} could be {} than {}", {names.variant, range, names.baseline}),
            fmt::format("({}, {} interval; {}; {})", label, level, pairs, next)};
  }
  return {filled("Undecided: {} could have {} {} than {}",
                 {names.variant, range, label, names.baseline}),
          fmt::format("({} interval; {}; {})", level, pairs, next)};
}

// True of the typical run and not of many runs together, or the other way round.
bool is_divided(const Comparison& comparison) {
  const auto differ = [](const auto& other) { return other && other->declared != other->verdict; };
  const bool do_differ =
      comparison.difference ? differ(comparison.difference->other) : differ(comparison.other);
  return comparison.verdict == Verdict::inconclusive && do_differ;
}

// "1.9 % slower".
std::string change_alone(const Comparison& comparison, double ratio, Verdict verdict) {
  Comparison alone = comparison;
  alone.ratio = ratio;
  alone.interval.reset();
  alone.verdict = verdict == Verdict::inconclusive ? Verdict::equivalent : verdict;  // names it
  return describe_change(alone).change;
}

Claim divided_by_difference(const Comparison& comparison, const Compared& names) {
  const Difference& difference = *comparison.difference;
  return {filled("No plain answer: {} typically has {} {} than {}, on average {}",
                 {names.variant, by_how_much(difference.estimate, comparison.metric),
                  metric_label(comparison.metric), names.baseline,
                  by_how_much(difference.other->estimate, comparison.metric)}),
          "(--estimand mean asks about the average)"};
}

Claim divided(const Comparison& comparison, const Compared& names) {
  if (comparison.difference) return divided_by_difference(comparison, names);
  const OtherFigure& other = *comparison.other;
  return {
      filled("No plain answer: the typical run of {} is {} than that of {}, the average {}",
             {names.variant, change_alone(comparison, *comparison.ratio, other.declared),
              names.baseline, change_alone(comparison, other.ratio, other.verdict)}),
      fmt::format("({}; --estimand mean asks about the average)", metric_label(comparison.metric))};
}

Claim worded(const Comparison& comparison, const Compared& names, const PlanSummary& plan) {
  if (is_exact(comparison)) return exact(comparison, names);
  if (is_divided(comparison)) return divided(comparison, names);
  switch (comparison.verdict) {
    case Verdict::improvement:
    case Verdict::regression: return settled(comparison, names);
    case Verdict::equivalent: return equivalent(comparison, names);
    case Verdict::inconclusive: return undecided(comparison, names, plan);
  }
  return {};
}

// What was not compared, and why.
void add_exceptions(const SubjectReport& subject, const VariantNames& names, Document& document) {
  for (const VariantReport* variant : uncompared_variants(subject)) {
    document.add(Claim{.claim = filled("Not compared: {}", {names.of(variant->name)}),
                       .tone = Tone::doubtful});
  }
  for (const Finding& finding : subject.findings) {
    if (!finding.is_failure) continue;
    document.add(Claim{.claim = "Failed: " + finding.text, .tone = Tone::bad});
  }
}

// "3 improvements, 1 regression, 25 inconclusive".
std::string verdict_counts(const SubjectReport& subject, std::string_view metric) {
  std::string text;
  const auto add = [&](Verdict verdict, std::string_view plural) {
    const auto count = std::count_if(
        subject.comparisons.begin(), subject.comparisons.end(), [&](const Comparison& comparison) {
          return comparison.metric == metric && comparison.verdict == verdict;
        });
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}{}", count, to_string(verdict), count == 1 ? "" : plural);
  };
  add(Verdict::improvement, "s");
  add(Verdict::regression, "s");
  add(Verdict::equivalent, "");
  add(Verdict::inconclusive, "");
  return text;
}

}  // namespace

Claim headline(const Comparison& comparison, const Text& variant, const Text& baseline,
               const PlanSummary& plan) {
  Claim claim = worded(comparison, {variant, baseline}, plan);
  claim.tone =
      comparison.verdict == Verdict::equivalent ? Tone::strong : tone_of(comparison.verdict);
  return claim;
}

Document headlines(const SubjectReport& subject, const PlanSummary& plan) {
  const VariantNames names(subject);
  Document document;
  for (const Comparison& comparison : subject.comparisons) {
    document.add(
        headline(comparison, names.of(comparison.variant), names.of(comparison.baseline), plan));
    if (std::string prospect = prospect_in_words(comparison, plan); !prospect.empty()) {
      document.add(Paragraph{std::move(prospect), Paragraph::Role::note});
    }
  }
  add_exceptions(subject, names, document);
  return document;
}

Document counted_headlines(const SubjectReport& subject) {
  const VariantNames names(subject);
  Document document;
  for (const std::string& metric : compared_metrics(subject)) {
    const std::string counts = verdict_counts(subject, metric);
    if (counts.empty()) continue;
    const Text baseline = names.of(subject.variants.front().name);
    document.add(Claim{.claim = filled("Compared with {}: {}", {baseline, counts}),
                       .detail = fmt::format("({})", metric_label(metric)),
                       .tone = Tone::strong});
  }
  add_exceptions(subject, names, document);
  return document;
}

}  // namespace hone::reports
