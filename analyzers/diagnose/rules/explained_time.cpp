#include "analyzers/diagnose/rules/explained_time.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "analyzers/text/listing.hpp"
#include "fmt/format.h"

namespace hone::diagnose {
namespace {

constexpr double worth_telling = 0.005;  // of a logarithm: half a percent
constexpr double worth_beside = 0.05;    // of the factor that changed most
constexpr double most_of_all = 2.0 / 3;

// One factor of the time, and what it is called in either direction.
struct Factor {
  std::string_view name;
  std::string_view falls;
  std::string_view rises;
  LogShare share;        // of the time
  bool inverse = false;  // the quantity itself moves the other way
};

std::array<Factor, 3> factors_of(const TimeSplit& split) {
  return {Factor{"instructions", "less work", "more work", split.instructions},
          Factor{"CPI", "faster work", "slower work", split.cpi},
          Factor{"frequency", "a faster clock", "a slower clock", split.clock, true}};
}

// "+2.1", "-40"; "0" for what would round to it.
std::string digits(double log_ratio) {
  const double change = std::expm1(log_ratio) * 100;
  if (std::abs(change) < 0.05) return "0";
  return std::abs(change) < 9.95 ? fmt::format("{:+.1f}", change) : fmt::format("{:+.0f}", change);
}

std::string percent(double log_ratio) { return digits(log_ratio) + " %"; }

bool excludes_zero(const LogShare& share) {
  return share.effect == Effect::changed || share.effect == Effect::slight;
}

bool counts(const Factor& factor, double largest) {
  return excludes_zero(factor.share) &&
         std::abs(factor.share.log_ratio) >= std::max(worth_telling, worth_beside * largest);
}

bool is_unchanged(const Factor& factor) {
  return factor.share.effect == Effect::unchanged || factor.share.effect == Effect::slight;
}

// "less work (instructions -40 %)".
std::string told(const Factor& factor) {
  const double log_ratio = factor.share.log_ratio;
  return fmt::format("{} ({} {})", log_ratio < 0 ? factor.falls : factor.rises, factor.name,
                     percent(factor.inverse ? -log_ratio : log_ratio));
}

// Empty: no factor is known to have moved the way that the time did.
std::string sentence(const TimeSplit& split) {
  std::array<Factor, 3> factors = factors_of(split);
  std::sort(factors.begin(), factors.end(), [](const Factor& a, const Factor& b) {
    return std::abs(a.share.log_ratio) > std::abs(b.share.log_ratio);
  });
  std::vector<std::string> causes;
  std::vector<std::string> despite;
  std::vector<std::string> unchanged;
  double largest = 0;
  double together = 0;
  for (const Factor& factor : factors) {
    if (!counts(factor, std::abs(factors.front().share.log_ratio))) {
      if (is_unchanged(factor)) unchanged.emplace_back(factor.name);
    } else if ((factor.share.log_ratio > 0) == (split.time.log_ratio > 0)) {
      causes.push_back(told(factor));
      largest = std::max(largest, std::abs(factor.share.log_ratio));
      together += std::abs(factor.share.log_ratio);
    } else {
      despite.push_back(told(factor));
    }
  }
  if (causes.empty()) return "";
  const bool one_dominates = causes.size() > 1 && largest >= most_of_all * together;
  std::string sentence = fmt::format("{}: {}{}", split.variant, one_dominates ? "mostly " : "",
                                     text::listed(causes, "and"));
  if (!despite.empty()) sentence += ", despite " + text::listed(despite, "and");
  if (!unchanged.empty()) sentence += fmt::format("; {} unchanged", text::listed(unchanged, "and"));
  return sentence;
}

std::string with_interval(std::string_view name, const LogShare& share, bool inverse) {
  const double sign = inverse ? -1 : 1;
  std::string text = fmt::format("{} {}", name, percent(sign * share.log_ratio));
  if (!share.interval) return text;
  const double lo = inverse ? -share.interval->hi : share.interval->lo;
  const double hi = inverse ? -share.interval->lo : share.interval->hi;
  return is_of_one_run(share) ? text + " (one simulated run)"
                              : fmt::format("{} ({} .. {} %)", text, digits(lo), digits(hi));
}

std::string equation(const TimeSplit& split) {
  std::string text = with_interval("cpu time", split.time, false) + " =";
  std::string_view separator = " ";
  for (const Factor& factor : factors_of(split)) {
    text += separator;
    text += with_interval(factor.name, factor.share, factor.inverse);
    separator = factor.name == "CPI" ? " / " : " x ";
  }
  return fmt::format("{}; {}", text, to_string(split.provenance));
}

bool is_decided_time(const Comparison& comparison) {
  const Metric* metric = find_metric(comparison.metric);
  return metric != nullptr && metric->unit == Unit::seconds &&
         (comparison.verdict == Verdict::improvement || comparison.verdict == Verdict::regression);
}

// The split is of CPU time: a wall time that fell by running in parallel, or by waiting less, is
// not what it explains.
bool explains(const TimeSplit& split, const Comparison& comparison) {
  if (!comparison.ratio) return false;
  const double told = std::log(*comparison.ratio);
  const double part = told == 0 ? 0 : split.time.log_ratio / told;
  return excludes_zero(split.time) && part > 0.5 && part < 2;
}

}  // namespace

std::vector<Finding> time_split(const SubjectReport& report) {
  std::vector<Finding> findings;
  std::set<std::string_view> explained;
  for (const Comparison& comparison : report.comparisons) {
    if (!is_decided_time(comparison) || explained.contains(comparison.variant)) continue;
    for (const TimeSplit& split : report.splits) {
      if (split.variant != comparison.variant || !explains(split, comparison)) continue;
      std::string text = sentence(split);
      if (text.empty()) continue;
      explained.insert(comparison.variant);
      findings.push_back({.rule = "time_split",
                          .text = std::move(text),
                          .evidence = {equation(split)},
                          .confidence = split.provenance == Provenance::measured
                                            ? Confidence::certain
                                            : Confidence::likely});
    }
  }
  return findings;
}

}  // namespace hone::diagnose
