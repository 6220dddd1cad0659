// What a difference between a variant and the baseline is. It is decided once, in analyzers/derive,
// and stands in the report: renderers word it, and none of them compares numbers again. Exact
// numbers, such as those of two heap profiles, are what exact_change says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/verdict.hpp"

namespace hone {

enum class ChangeKind : std::uint8_t {
  same,       // the same number on both sides
  changed,    // the 95 % intervals lie apart, or neither side was sampled
  from_zero,  // as changed, but the baseline's number is 0
  to_zero,    // as changed, but the variant's number is 0
  unclear,    // the numbers differ, but their 95 % intervals overlap, or one is missing
};

constexpr std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::same: return "same";
    case ChangeKind::changed: return "changed";
    case ChangeKind::from_zero: return "from_zero";
    case ChangeKind::to_zero: return "to_zero";
    case ChangeKind::unclear: return "unclear";
  }
  return "";
}

// What became of an exact number; never unclear.
template <class Number>
constexpr ChangeKind exact_change(Number before, Number after) {
  if (before == after) return ChangeKind::same;
  if (before == 0) return ChangeKind::from_zero;
  return after == 0 ? ChangeKind::to_zero : ChangeKind::changed;
}

// A metric's numbers against the baseline's. It is no verdict: no error rate applies to it.
struct MetricChange {
  ChangeKind kind = ChangeKind::same;
  double difference = 0;  // variant - baseline, in the metric's unit
  // variant / baseline; absent: division by 0, not finite, or a side is below 0.
  std::optional<double> ratio{};

  friend bool operator==(const MetricChange&, const MetricChange&) = default;
};

// What one factor of a change in time did.
enum class Effect : std::uint8_t {
  changed,    // its interval excludes no effect
  slight,     // as changed, but lies within 1 % of no effect
  unchanged,  // its interval includes no effect, and lies within 1 % of it
  unclear,    // its interval includes no effect, and larger ones
  unbounded,  // too few pairs for an interval
};

constexpr std::string_view to_string(Effect effect) {
  switch (effect) {
    case Effect::changed: return "changed";
    case Effect::slight: return "slight";
    case Effect::unchanged: return "unchanged";
    case Effect::unclear: return "unclear";
    case Effect::unbounded: return "unbounded";
  }
  return "";
}

// How many times better the variant is than the baseline. Above 1 is better, whichever way the
// metric goes.
struct Gain {
  double factor = 1;
  std::optional<Interval> interval{};  // at the comparison's level; absent: the gain is not bounded

  friend bool operator==(const Gain&, const Gain&) = default;
};

// How the memory of a variant changed: at the heap's peak where that was counted, otherwise the
// peak of resident memory, which holds the program and its inputs, too.
struct MemoryChange {
  std::string metric;       // "peak_heap" or "peak_rss"
  double ratio = 1;         // variant / baseline, > 0
  bool is_notable = false;  // half a percent or more, either way

  friend bool operator==(const MemoryChange&, const MemoryChange&) = default;
};

}  // namespace hone
