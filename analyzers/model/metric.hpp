// The metrics that hone knows. Each is one row of metric_table.hpp, from which --metric with its
// help and errors, the tables of a report and what a verdict may be about are made. A user may
// define others, which are read from what a command prints.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hone {

enum class Unit : std::uint8_t {
  seconds,
  bytes,
  count,
  ratio,     // a share, in [0, 1]
  quotient,  // of two counts, as instructions per cycle
  hertz,
  per_second,
};

enum class Better : std::uint8_t { lower, higher, neither };

constexpr std::string_view to_string(Better better) {
  switch (better) {
    case Better::lower: return "lower";
    case Better::higher: return "higher";
    case Better::neither: return "neither";
  }
  return "";
}

// How two sides are set against each other: by variant / baseline, which asks for numbers above 0,
// or by variant - baseline in the metric's own unit, which takes any.
enum class Scale : std::uint8_t { ratio, difference };

constexpr std::string_view to_string(Scale scale) {
  switch (scale) {
    case Scale::ratio: return "ratio";
    case Scale::difference: return "difference";
  }
  return "";
}

// What a metric is about. Tables show metrics of one topic together, and each table may have an
// order of topics of its own; otherwise metrics stand in the order of their rows.
enum class Topic : std::uint8_t {
  time,
  memory,
  faults,
  scheduling,
  work,
  branches,
  l1d,
  llc,
  topdown,
  allocations,
  other,
};

// Whether a table may also show the part of the metric that falls to one operation. Counts that
// grow with the work have one.
enum class Per : std::uint8_t { run, operation };

// Whose verdicts may be about a metric, since each of their units yields it or a pass counts it:
// workloads (`run`), commands (`compare`), hone's own programs (`selftest`); or several of them.
enum class VerdictOf : std::uint8_t { nothing = 0, workload = 1, command = 2, self_test = 4 };

constexpr VerdictOf operator|(VerdictOf one, VerdictOf other) {
  return static_cast<VerdictOf>(static_cast<std::uint8_t>(one) | static_cast<std::uint8_t>(other));
}

// What a verdict on the metric stands on: samples of many units, or exact counts, for which two
// runs suffice. Counts come from a counter that rides along or from a simulated processor.
enum class Basis : std::uint8_t { sampled, counted, simulated };

struct Metric {
  std::string_view id;     // as in [a-z][a-z0-9_]*, once among the rows
  std::string_view label;  // what a person reads
  Unit unit;
  Better better;
  Topic topic;
  Per per = Per::run;
  VerdictOf verdict_of = VerdictOf::nothing;
  Basis basis = Basis::sampled;
  // The id of the metric beside whose number this one is shown, where that metric has a row; empty:
  // there is none.
  std::string_view beside{};
};

// A metric that verdicts are about: hone's own, or one that the user defined.
struct VerdictMetric {
  std::string id;
  Better better = Better::lower;
  Scale scale = Scale::ratio;  // difference: only of a metric that the user defined

  friend bool operator==(const VerdictMetric&, const VerdictMetric&) = default;
};

// A metric that the user defined: a number, without a unit, in what a command prints to stdout.
struct OutputMetric {
  enum class Syntax : std::uint8_t { regex, json_pointer };

  std::string id;  // as in [a-z][a-z0-9_]*, and none of hone's own
  Better better = Better::lower;
  Syntax syntax = Syntax::regex;
  std::string pattern{};  // RE2 whose first group is the number, or a JSON pointer (RFC 6901)
  Scale scale = Scale::ratio;
};

// The SI symbol of a unit, as reports use it. Counts, ratios and quotients have none: "".
constexpr std::string_view unit_symbol(Unit unit) {
  switch (unit) {
    case Unit::seconds: return "s";
    case Unit::bytes: return "B";
    case Unit::hertz: return "Hz";
    case Unit::per_second: return "1/s";
    case Unit::count:
    case Unit::ratio:
    case Unit::quotient: return "";
  }
  return "";
}

// All rows of metric_table.hpp, in their order.
std::span<const Metric> metrics();

// Finds a metric by its id; nullptr: no metric has it.
inline const Metric* find_metric(std::string_view id) {
  for (const Metric& metric : metrics()) {
    if (metric.id == id) return &metric;
  }
  return nullptr;
}

// Finds a metric by an id that the program itself names; throws std::logic_error when there is no
// such metric.
inline const Metric& known_metric(std::string_view id) {
  if (const Metric* metric = find_metric(id)) return *metric;
  throw std::logic_error("unknown metric '" + std::string(id) + "'");
}

// Whether verdicts of all that `whose` names may be about the metric.
constexpr bool may_judge(const Metric& metric, VerdictOf whose) {
  return (metric.verdict_of | whose) == metric.verdict_of;
}

// The basis of a metric by its id. Metrics that hone does not know, as those that the user defined,
// are sampled.
inline Basis basis_of(std::string_view metric) {
  const Metric* known = find_metric(metric);
  return known != nullptr ? known->basis : Basis::sampled;
}

// Whether the metric is counted in runs of its own instead of being sampled. A verdict on counts
// that repeat themselves needs no statistics.
inline bool is_deterministic(std::string_view metric) { return basis_of(metric) != Basis::sampled; }

}  // namespace hone
