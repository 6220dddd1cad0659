#include "reports/sections/headline.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/change.hpp"
#include "reports/words/format.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

// Who is compared with whom, by escaped names.
struct Sides {
  const std::string& variant;
  const std::string& baseline;
};

// Faster is better, as everyone knows; whether more of something else is, must be said.
std::string_view judgement(const Comparison& comparison) {
  if (comparison.better == Better::neither) return "";
  return comparison.verdict == Verdict::improvement ? ", an improvement" : ", a regression";
}

// No error rate to state.
Headline exact(const Comparison& comparison, const Sides& sides) {
  std::string label = metric_label(comparison.metric);
  const bool is_bytes = comparison.metric == "allocated_bytes";
  if (is_bytes && !is_from_or_to_zero(comparison)) label += " bytes";
  const std::string detail =
      fmt::format("({}; the same in two runs of each: exact)",
                  is_allocation_count(comparison.metric) ? "counted" : "simulated");
  if (comparison.ratio == 1) {
    return {
        fmt::format("{} and {} have the same number of {}", sides.variant, sides.baseline, label),
        detail};
  }
  if (is_from_or_to_zero(comparison)) {
    return {fmt::format("{} has {} {}", sides.variant, counts_in_words(comparison), label), detail};
  }
  return {fmt::format("{} has {} {} than {}", sides.variant, describe_change(comparison).change,
                      label, sides.baseline),
          detail};
}

Headline settled(const Comparison& comparison, const Sides& sides) {
  const std::string change = describe_change(comparison).change;
  const std::string interval = interval_of_change(comparison);
  const std::string label = metric_label(comparison.metric);
  const std::string level = interval_level(comparison.alpha);
  if (words_for(comparison.metric).is_time) {
    return {fmt::format("{} is {} than {}", sides.variant, change, sides.baseline),
            fmt::format("({}; {}, {} interval)", interval, label, level)};
  }
  return {fmt::format("{} has {} {} than {}{}", sides.variant, change, label, sides.baseline,
                      judgement(comparison)),
          fmt::format("({}; {} interval)", interval, level)};
}

Headline equivalent(const Comparison& comparison, const Sides& sides) {
  const bool is_time = words_for(comparison.metric).is_time;
  return {fmt::format("{} and {} {} the same {} within {}", sides.variant, sides.baseline,
                      is_time ? "take" : "have", metric_label(comparison.metric),
                      format_setting_percent(comparison.margin)),
          fmt::format("({}; {} interval)", describe_change(comparison).interval,
                      interval_level(comparison.alpha))};
}

// What would settle it, or why nothing more was done.
std::string next_step(const Comparison& comparison, const PlanSummary& plan) {
  if (comparison.stopped != Stopped::budget || is_deterministic(comparison.metric)) {
    return std::string{ending(comparison)};
  }
  return plan.until_decided ? "a larger --budget goes on"
                            : "--until-decided or a larger --budget goes on";
}

Headline undecided(const Comparison& comparison, const Sides& sides, const PlanSummary& plan) {
  const std::string label = metric_label(comparison.metric);
  const std::string next = next_step(comparison, plan);
  const bool is_one = comparison.pairs == 1;
  std::string pairs = fmt::format("{} {}", comparison.pairs, is_one ? "pair" : "pairs");
  if (!comparison.interval) {
    return {fmt::format("Undecided: {} {} too few to compare the {} of {} and {}", pairs,
                        is_one ? "is" : "are", label, sides.variant, sides.baseline),
            fmt::format("({})", next)};
  }
  if (comparison.resolution) {
    pairs += fmt::format(" reach +-{}", format_percent(*comparison.resolution));
  }
  const std::string range = range_in_words(comparison);
  const std::string level = interval_level(comparison.alpha);
  if (words_for(comparison.metric).is_time) {
    return {fmt::format("Undecided: {} could be {} than {}", sides.variant, range, sides.baseline),
            fmt::format("({}, {} interval; {}; {})", label, level, pairs, next)};
  }
  return {fmt::format("Undecided: {} could have {} {} than {}", sides.variant, range, label,
                      sides.baseline),
          fmt::format("({} interval; {}; {})", level, pairs, next)};
}

constexpr std::size_t hanging = 2;

// Each line by itself, so that no colour runs into the margin.
std::string painted(const std::string& sentence, Tone tone, const TerminalStyle& style) {
  std::string out;
  for (const std::string& line : wrap(sentence, columns(style) - hanging)) {
    if (!out.empty()) out.append(hanging, ' ');
    out += paint(line, tone, style) + "\n";
  }
  return out;
}

// On one line where it fits; the detail never breaks the claim.
std::string painted(const Headline& text, Tone tone, const TerminalStyle& style) {
  if (display_width(text.claim) + 1 + display_width(text.detail) <= columns(style)) {
    return paint(text.claim, tone, style) + " " + text.detail + "\n";
  }
  return painted(text.claim, tone, style) + paragraph(text.detail, hanging, hanging, style);
}

bool was_compared(const SubjectReport& subject, const VariantReport& variant) {
  return std::any_of(subject.comparisons.begin(), subject.comparisons.end(),
                     [&](const Comparison& c) { return c.variant == variant.name; });
}

}  // namespace

Headline headline(const Comparison& comparison, const std::string& variant,
                  const std::string& baseline, const PlanSummary& plan) {
  const Sides sides{variant, baseline};
  if (is_exact(comparison)) return exact(comparison, sides);
  switch (comparison.verdict) {
    case Verdict::improvement:
    case Verdict::regression: return settled(comparison, sides);
    case Verdict::equivalent: return equivalent(comparison, sides);
    case Verdict::inconclusive: return undecided(comparison, sides, plan);
  }
  return {};
}

std::string render_headlines(const SubjectReport& subject, const PlanSummary& plan,
                             const TerminalStyle& style) {
  const VariantNames names(subject, name_in_sentence);
  std::string out;
  for (const Comparison& comparison : subject.comparisons) {
    const Tone tone =
        comparison.verdict == Verdict::equivalent ? Tone::strong : tone_of(comparison.verdict);
    out += painted(
        headline(comparison, names.of(comparison.variant), names.of(comparison.baseline), plan),
        tone, style);
  }
  for (const VariantReport& variant : subject.variants) {
    const bool expected = !variant.is_baseline || subject.variants.size() == 1;
    if (!expected || was_compared(subject, variant)) continue;
    out += painted("Not compared: " + names.of(variant.name), Tone::doubtful, style);
  }
  for (const Finding& finding : subject.findings) {
    if (!finding.is_failure) continue;
    out += painted("Failed: " + escape_text(finding.text), Tone::bad, style);
  }
  return out;
}

}  // namespace hone::reports
