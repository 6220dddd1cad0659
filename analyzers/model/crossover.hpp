// Where along a scanned parameter a variant pays and where it does not. A statement is about the
// values that were tried and holds for all of them at once; between two values it is only known
// that a border lies there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/subject.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone {

// One comparison at the error rate that the points of a scan share. Logarithms are natural.
struct ScanReading {
  double log_ratio = 0;                // ln(variant / baseline)
  std::optional<Interval> interval{};  // of log_ratio; absent: too few pairs for so small an alpha
  double alpha = 0.05;                 // this point's part of the scan's error rate

  friend bool operator==(const ScanReading&, const ScanReading&) = default;
};

enum class PointState : std::uint8_t {
  pays,           // better by more than the margin
  no_difference,  // within the margin
  loses,          // worse by more than the margin
  undecided,      // too few pairs to say which
  not_measured,   // the variant failed there, or the run ended before
};

constexpr std::string_view to_string(PointState state) {
  switch (state) {
    case PointState::pays: return "pays";
    case PointState::no_difference: return "no_difference";
    case PointState::loses: return "loses";
    case PointState::undecided: return "undecided";
    case PointState::not_measured: return "not_measured";
  }
  return "";
}

constexpr bool is_decided(PointState state) {
  return state == PointState::pays || state == PointState::no_difference ||
         state == PointState::loses;
}

struct ScanPoint {
  double value = 0;                      // of the parameter
  std::optional<ScanReading> reading{};  // absent: not measured, or a count of 0 without a ratio
  PointState state = PointState::not_measured;
  std::optional<Verdict> counted{};  // the verdict on counts that repeat, which need no interval

  friend bool operator==(const ScanPoint&, const ScanPoint&) = default;
};

// A change between two neighbours among the decided points: the variant begins or ceases to pay.
struct Crossing {
  double value = 0;     // estimate: the line between the points' estimates crosses there
  Interval between{};   // the neighbours' values; nothing is assumed of the curve between them
  bool begins = false;  // whether the variant begins to pay as the parameter rises; else it ceases

  friend bool operator==(const Crossing&, const Crossing&) = default;
};

enum class CrossoverKind : std::uint8_t {
  pays_up_to,       // pays, then does not: one crossing
  pays_from,        // does not pay, then does: one crossing
  pays_everywhere,  // at every value that was tried
  pays_nowhere,     // at none of them
  unclear,          // see the reason
};

constexpr std::string_view to_string(CrossoverKind kind) {
  switch (kind) {
    case CrossoverKind::pays_up_to: return "pays_up_to";
    case CrossoverKind::pays_from: return "pays_from";
    case CrossoverKind::pays_everywhere: return "pays_everywhere";
    case CrossoverKind::pays_nowhere: return "pays_nowhere";
    case CrossoverKind::unclear: return "unclear";
  }
  return "";
}

// What the points of a scan say together.
struct ScanAnswer {
  CrossoverKind kind = CrossoverKind::unclear;
  std::string reason{};               // why unclear, a few words; else empty
  std::vector<Crossing> crossings{};  // by rising value; more than one: unclear
  std::vector<ScanPoint> points{};    // by rising value

  friend bool operator==(const ScanAnswer&, const ScanAnswer&) = default;
};

struct Crossover {
  std::string subject;
  std::vector<ParameterAssignment> fixed;  // the parameters that were not scanned
  std::string parameter;
  std::string baseline;
  std::string variant;
  std::string metric;
  double alpha = 0.05;    // chance that any of the points' intervals misses
  bool is_exact = false;  // nothing was sampled at any point
  ScanAnswer answer;

  friend bool operator==(const Crossover&, const Crossover&) = default;
};

}  // namespace hone
