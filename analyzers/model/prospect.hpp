// What a comparison without a verdict was able to see, and what would give it one.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "analyzers/model/absent.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone {

// The probability of which both are told.
inline constexpr double told_power = 0.9;

// The minimum detectable effect: a true difference of so much would have been called an improvement
// or a regression with this probability, by as many pairs and looks as there were.
struct Detectable {
  double ratio = 1;  // above 1; that of a difference the other way is its inverse
  double power = told_power;

  friend bool operator==(const Detectable&, const Detectable&) = default;
};

// The same of a comparison by differences.
struct DetectableDifference {
  double difference = 0;  // in the metric's unit, above 0, either way
  double power = told_power;

  friend bool operator==(const DetectableDifference&, const DetectableDifference&) = default;
};

// What a comparison takes that gives this verdict with this probability, were the true ratio,
// or difference, the one that was estimated.
struct ToDecide {
  Verdict verdict = Verdict::equivalent;
  double power = told_power;
  std::int64_t pairs = 0;           // in all, those that there are included
  std::optional<double> seconds{};  // as --budget takes them; absent: no pair was timed
  bool is_feasible = true;          // within a day, and no more pairs than a comparison may have

  friend bool operator==(const ToDecide&, const ToDecide&) = default;
};

struct Prospect {
  std::variant<Detectable, DetectableDifference, Absent> detectable{};
  std::variant<ToDecide, Absent> to_decide{};

  friend bool operator==(const Prospect&, const Prospect&) = default;
};

}  // namespace hone
