#include "analyzers/diagnose/rules/different_shapes.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/stats/modes.hpp"
#include "fmt/format.h"

namespace hone::diagnose {
namespace {

// "1.9 % slower", "0.3 % less"; of a ratio.
std::string change_in_words(double ratio, std::string_view metric_id) {
  const Metric* metric = find_metric(metric_id);
  const bool is_time = metric != nullptr && metric->unit == Unit::seconds;
  const std::string_view rises = is_time ? "slower" : "more";
  const std::string_view falls = is_time ? "faster" : "less";
  return fmt::format("{:.2g} % {}", 100 * std::abs(ratio - 1), ratio < 1 ? falls : rises);
}

std::string figure(std::string_view name, double ratio, const std::optional<Interval>& interval) {
  if (!interval) {
    return fmt::format("{}: ratio {:.4f}, of too few pairs for an interval", name, ratio);
  }
  return fmt::format("{}: ratio {:.4f} ({:.4f} .. {:.4f})", name, ratio, interval->lo,
                     interval->hi);
}

// "in 45 % of its runs b is 20 % slower than in the others; ", or nothing.
std::string modes_in_words(const Comparison& comparison) {
  const std::optional<stats::TwoModes> modes = stats::two_modes(comparison.log_ratios);
  if (!modes) return "";
  return fmt::format("in {:.0f} % of its runs {} is {} than in the others; ",
                     100 * modes->upper_share, comparison.variant,
                     change_in_words(std::exp(modes->distance), comparison.metric));
}

std::string in_words(double difference) {
  return fmt::format("{:.3g} {}", std::abs(difference), difference < 0 ? "less" : "more");
}

std::string difference_figure(std::string_view name, double difference,
                              const std::optional<Interval>& interval) {
  if (!interval) {
    return fmt::format("{}: {:+.4g}, of too few pairs for an interval", name, difference);
  }
  return fmt::format("{}: {:+.4g} ({:+.4g} .. {:+.4g})", name, difference, interval->lo,
                     interval->hi);
}

// Why a comparison by the median has no verdict; "": it has one, or is by the mean.
std::string why_undecided(Estimand estimand, Verdict declared, Verdict verdict) {
  if (estimand != Estimand::median || verdict == declared) return "";
  return fmt::format(
      ": a verdict on the typical run alone would be '{}', on the average '{}', so none is given "
      "(--estimand mean asks about the average)",
      to_string(declared), to_string(verdict));
}

std::string modes_by_difference(const Comparison& comparison) {
  const std::optional<stats::TwoModes> modes = stats::two_modes(comparison.difference->pairs);
  if (!modes) return "";
  return fmt::format("in {:.0f} % of its runs the {} of {} is {:.3g} more than in the others; ",
                     100 * modes->upper_share, comparison.metric, comparison.variant,
                     modes->distance);
}

Finding finding_by_difference(const Comparison& comparison) {
  const Difference& own = *comparison.difference;
  const OtherDifference& other = *own.other;
  const bool by_median = comparison.estimand == Estimand::median;
  const double typical = by_median ? own.estimate : other.estimate;
  const double average = by_median ? other.estimate : own.estimate;
  return {.rule = "different_shapes",
          .text = fmt::format("{}the {} of {} is typically {}, on average {}{}",
                              modes_by_difference(comparison), comparison.metric,
                              comparison.variant, in_words(typical), in_words(average),
                              why_undecided(comparison.estimand, other.declared, other.verdict)),
          .evidence = {difference_figure("median of the pairs", typical,
                                         by_median ? own.interval : other.interval),
                       difference_figure("mean of the differences", average,
                                         by_median ? other.interval : own.interval)}};
}

Finding finding_of(const Comparison& comparison) {
  const OtherFigure& other = *comparison.other;
  const bool by_median = comparison.estimand == Estimand::median;
  const double typical = by_median ? *comparison.ratio : other.ratio;
  const double average = by_median ? other.ratio : *comparison.ratio;
  Finding finding{
      .rule = "different_shapes",
      .text =
          fmt::format("{}the typical run of {} is {}, the average {}", modes_in_words(comparison),
                      comparison.variant, change_in_words(typical, comparison.metric),
                      change_in_words(average, comparison.metric)),
      .evidence = {
          figure("median of the pairs", typical, by_median ? comparison.interval : other.interval),
          figure("ratio of the means", average, by_median ? other.interval : comparison.interval)}};
  finding.text += why_undecided(comparison.estimand, other.declared, other.verdict);
  return finding;
}

}  // namespace

std::vector<Finding> different_shapes(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const Comparison& comparison : report.comparisons) {
    if (comparison.other && comparison.ratio) findings.push_back(finding_of(comparison));
    if (comparison.difference && comparison.difference->other) {
      findings.push_back(finding_by_difference(comparison));
    }
  }
  return findings;
}

}  // namespace hone::diagnose
