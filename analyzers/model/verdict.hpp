// The outcome of a comparison.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hone {

struct Interval {
  double lo = 0;
  double hi = 0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

enum class Verdict : std::uint8_t { improvement, regression, equivalent, inconclusive };

constexpr std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::improvement: return "improvement";
    case Verdict::regression: return "regression";
    case Verdict::equivalent: return "equivalent";
    case Verdict::inconclusive: return "inconclusive";
  }
  return "";
}

enum class Stopped : std::uint8_t {
  decided,      // the verdict could no longer change within the error rate
  budget,       // the time or the units were used up
  interrupted,  // the user, or a failure of the other variant, ended it
};

constexpr std::string_view to_string(Stopped stopped) {
  switch (stopped) {
    case Stopped::decided: return "decided";
    case Stopped::budget: return "budget";
    case Stopped::interrupted: return "interrupted";
  }
  return "";
}

// What a comparison is about: the typical run, or what many runs take together.
enum class Estimand : std::uint8_t {
  median,  // of the pairs' effects
  mean,    // ln of the variant's mean over the baseline's, or the mean of the differences
};

constexpr std::string_view to_string(Estimand estimand) {
  switch (estimand) {
    case Estimand::median: return "median";
    case Estimand::mean: return "mean";
  }
  return "";
}

// An effect is ln(variant) - ln(baseline), a log-ratio, where sides are compared by Scale::ratio,
// and variant - baseline in the metric's unit where they are compared by Scale::difference. All
// logarithms are natural.
struct Estimate {
  double effect = 0;
  std::optional<Interval> interval{};  // absent: too few pairs to bound it
};

// The estimand that was not chosen, where the two are not the same.
struct OtherEstimate : Estimate {
  Verdict verdict = Verdict::inconclusive;   // about it alone
  Verdict declared = Verdict::inconclusive;  // about the chosen one alone
};

// The exact counts of the two sides.
struct CountPair {
  double baseline = 0;
  double variant = 0;

  friend bool operator==(const CountPair&, const CountPair&) = default;
};

// variant / baseline; 1 for two counts of 0. nullopt: the baseline alone is 0.
constexpr std::optional<double> ratio_of(const CountPair& counts) {
  if (counts.baseline == counts.variant) return 1;
  if (counts.baseline == 0) return std::nullopt;
  return counts.variant / counts.baseline;
}

// The verdict about a median is inconclusive where that about the mean differs: it would be true of
// the typical run and false of many runs together, or the other way round.
struct Decision : Estimate {  // means nothing where a count is 0
  Estimand estimand = Estimand::median;
  std::optional<OtherEstimate> other{};  // where the noise of the two sides has different shapes
  Verdict verdict = Verdict::inconclusive;
  int pairs = 0;
  int looks = 0;
  Stopped stopped = Stopped::budget;
  // Of the effect: what lies within it either way counts as equivalent.
  double edge = 0;
};

}  // namespace hone
