#include "reports/words/change.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

// From here on a factor tells more than a percentage: 1.02x against 2.0 %.
constexpr double smallest_factor = 1.02;

// How many times, whichever way it went; always >= 1 for a positive ratio.
double factor_of(double ratio) { return ratio < 1 ? 1 / ratio : ratio; }

bool lies_on_one_side(const Interval& interval) {
  return (interval.lo > 0 && interval.hi < 1) || interval.lo > 1;
}

bool reads_as_factor(const Comparison& comparison) {
  const bool settled =
      comparison.verdict == Verdict::improvement || comparison.verdict == Verdict::regression;
  return settled && comparison.ratio && *comparison.ratio > 0 &&
         factor_of(*comparison.ratio) >= smallest_factor &&
         (!comparison.interval || lies_on_one_side(*comparison.interval));
}

std::string percent_range(const Interval& ratio) {
  return format_percent_range(ratio.lo - 1, ratio.hi - 1);
}

std::string factor_range(const Interval& ratio) {
  const double one = factor_of(ratio.lo);
  const double other = factor_of(ratio.hi);
  return fmt::format("{} .. {}", format_factor(std::min(one, other)),
                     format_factor(std::max(one, other)));
}

std::string signed_in_words(double ratio, const ChangeWords& words) {
  if (ratio == 1) return "0 %";
  return fmt::format("{} {}", format_percent(std::abs(ratio - 1)),
                     ratio < 1 ? words.falls : words.rises);
}

// "1.1 .. 1.7", without symbol, smaller first; for an interval that lies on one side.
std::string unsigned_percent_range(const Interval& ratio, std::string_view between) {
  const double one = std::abs(ratio.lo - 1);
  const double other = std::abs(ratio.hi - 1);
  const std::string low = format_percent(std::min(one, other));
  return fmt::format("{} {} {}", low.substr(0, low.find(' ')), between,
                     format_percent(std::max(one, other)));
}

// A number without a unit, which may be of any size.
std::string plain_number(double number) {
  const double magnitude = std::abs(number);
  const bool is_long = number != 0 && (magnitude < 1e-4 || magnitude >= 1e15);
  return is_long ? fmt::format("{:.3g}", number) : format_count(number);
}

std::string in_unit(double number, std::string_view metric_id) {
  const Metric* metric = find_metric(metric_id);
  return metric != nullptr ? format_value(number, metric->unit) : plain_number(number);
}

std::string signed_in_unit(double number, std::string_view metric_id) {
  return (number > 0 ? "+" : "") + in_unit(number, metric_id);
}

// Of differences: no change is 0.
bool lies_beside_zero(const Interval& difference) { return difference.lo > 0 || difference.hi < 0; }

// "2.9 .. 3.5", smaller first; for an interval of differences that lies on one side.
std::string unsigned_range(const Interval& difference, std::string_view between,
                           std::string_view metric_id) {
  const double one = std::abs(difference.lo);
  const double other = std::abs(difference.hi);
  return fmt::format("{} {} {}", in_unit(std::min(one, other), metric_id), between,
                     in_unit(std::max(one, other), metric_id));
}

std::string signed_range(const Interval& difference, std::string_view metric_id) {
  return fmt::format("{} .. {}", signed_in_unit(difference.lo, metric_id),
                     signed_in_unit(difference.hi, metric_id));
}

std::string range_of_differences(const Comparison& comparison) {
  const ChangeWords words = words_for(comparison.metric);
  const Interval& interval = *comparison.difference->interval;
  if (!lies_beside_zero(interval)) {
    return fmt::format("{} to {}", by_how_much(interval.lo, comparison.metric),
                       by_how_much(interval.hi, comparison.metric));
  }
  return fmt::format("{} {}", unsigned_range(interval, "to", comparison.metric),
                     interval.hi < 0 ? words.falls : words.rises);
}

ChangeText describe_difference(const Comparison& comparison) {
  const Difference& difference = *comparison.difference;
  ChangeText text{by_how_much(difference.estimate, comparison.metric), "unbounded"};
  if (difference.interval) text.interval = signed_range(*difference.interval, comparison.metric);
  if (comparison.verdict == Verdict::inconclusive) {
    text.change = difference.interval ? "could be" : "unknown";
  }
  return text;
}

}  // namespace

std::string by_how_much(double difference, std::string_view metric_id) {
  const ChangeWords words = words_for(metric_id);
  if (difference == 0) return "0";
  return fmt::format("{} {}", in_unit(std::abs(difference), metric_id),
                     difference < 0 ? words.falls : words.rises);
}

std::string size_in_words(double size, std::string_view metric_id) {
  return in_unit(size, metric_id);
}

std::string margin_in_words(const Comparison& comparison) {
  if (!comparison.difference) return format_setting_percent(comparison.margin);
  if (comparison.margin == 0) return "0";
  const std::string share = format_setting_percent(comparison.margin);
  const double margin = comparison.difference->margin;
  if (margin == 0) {
    return fmt::format("0, which is {} of the typical {} of the first baseline runs", share,
                       metric_label(comparison.metric));
  }
  return fmt::format("{} ({} of the baseline's size)", in_unit(margin, comparison.metric), share);
}

std::optional<std::string> resolution_in_words(const Comparison& comparison) {
  if (comparison.difference) {
    const std::optional<double>& resolution = comparison.difference->resolution;
    if (!resolution) return std::nullopt;
    return in_unit(*resolution, comparison.metric);
  }
  if (!comparison.resolution) return std::nullopt;
  return format_percent(*comparison.resolution);
}

ChangeWords words_for(std::string_view metric_id) {
  const Metric* metric = find_metric(metric_id);
  if (metric != nullptr && metric->unit == Unit::seconds) return {"faster", "slower", true};
  if (metric != nullptr && metric->unit == Unit::count) return {"fewer", "more", false};
  return {"less", "more", false};
}

std::string interval_of_change(const Comparison& comparison) {
  if (comparison.difference) {
    const std::optional<Interval>& interval = comparison.difference->interval;
    return interval && lies_beside_zero(*interval)
               ? unsigned_range(*interval, "..", comparison.metric)
               : describe_change(comparison).interval;
  }
  if (!comparison.interval || reads_as_factor(comparison) ||
      !lies_on_one_side(*comparison.interval)) {
    return describe_change(comparison).interval;
  }
  return unsigned_percent_range(*comparison.interval, "..");
}

std::string range_in_words(const Comparison& comparison) {
  if (comparison.difference) return range_of_differences(comparison);
  const ChangeWords words = words_for(comparison.metric);
  const Interval& interval = *comparison.interval;
  if (lies_on_one_side(interval)) {
    return fmt::format("{} {}", unsigned_percent_range(interval, "to"),
                       interval.hi < 1 ? words.falls : words.rises);
  }
  return fmt::format("{} to {}", signed_in_words(interval.lo, words),
                     signed_in_words(interval.hi, words));
}

std::string counts_in_words(const Comparison& comparison) {
  const Metric* metric = find_metric(comparison.metric);
  const Unit unit = metric != nullptr ? metric->unit : Unit::count;
  return fmt::format("{} instead of {}", format_value(comparison.counts->variant, unit),
                     format_value(comparison.counts->baseline, unit));
}

ChangeText describe_change(const Comparison& comparison) {
  if (comparison.difference) return describe_difference(comparison);
  const ChangeWords words = words_for(comparison.metric);
  const bool factor = reads_as_factor(comparison);

  ChangeText text;
  if (comparison.verdict == Verdict::inconclusive) {
    text.change = comparison.interval ? "could be" : "unknown";
  } else if (is_from_or_to_zero(comparison)) {
    text.change = counts_in_words(comparison);
  } else if (factor) {
    text.change = fmt::format("{} {}", format_factor(factor_of(*comparison.ratio)),
                              *comparison.ratio < 1 ? words.falls : words.rises);
  } else {
    text.change = signed_in_words(comparison.ratio.value_or(1), words);
  }
  if (!comparison.interval) {
    text.interval = "unbounded";
  } else {
    text.interval =
        factor ? factor_range(*comparison.interval) : percent_range(*comparison.interval);
  }
  return text;
}

std::string_view ending(const Comparison& comparison, const PlanSummary& plan) {
  if (comparison.stopped == Stopped::interrupted) return "interrupted, or a command failed";
  switch (basis_of(comparison.metric)) {
    case Basis::counted: return "no more runs were counted";
    case Basis::simulated: return "no more runs were simulated";
    case Basis::sampled: break;
  }
  return plan.runs ? "no more runs were asked for" : "the budget was used up";
}

std::string difference_in_words(double ratio, std::string_view metric_id) {
  return signed_in_words(ratio, words_for(metric_id));
}

std::string explain_inconclusive(const Comparison& comparison, const PlanSummary& plan) {
  const std::string label = metric_label(comparison.metric);
  if (!is_bounded(comparison)) {
    return fmt::format("{} {} too few to bound its {}; {}", comparison.pairs,
                       comparison.pairs == 1 ? "pair is" : "pairs are", label,
                       ending(comparison, plan));
  }
  const std::string range = comparison.difference
                                ? signed_range(*comparison.difference->interval, comparison.metric)
                                : percent_range(*comparison.interval);
  std::string text = fmt::format("its {} could differ by {}", label, range);
  text += fmt::format("; {} pairs", comparison.pairs);
  if (const std::optional<std::string> resolution = resolution_in_words(comparison)) {
    text += fmt::format(" resolve +-{}", *resolution);
  }
  text +=
      fmt::format(", the margin is {}; {}", margin_in_words(comparison), ending(comparison, plan));
  return text;
}

Cell change_cell(const Comparison& comparison, const ChangeText& text) {
  Cell cell{text.change, tone_of(comparison.verdict)};
  if (comparison.ratio && *comparison.ratio > 0) {
    cell.mark = RatioMark{*comparison.ratio, comparison.interval};
  }
  return cell;
}

Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::improvement: return Tone::good;
    case Verdict::regression: return Tone::bad;
    case Verdict::inconclusive: return Tone::doubtful;
    case Verdict::equivalent: return Tone::plain;
  }
  return Tone::plain;
}

}  // namespace hone::reports
