// The metrics that hone knows: id (as in the JSON report), what a person reads,
// unit, and which direction is better. Adding a metric is adding a row here. A user
// may define others, which are read from what a command prints.
#pragma once

#include <array>
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

struct Metric {
  std::string_view id;
  std::string_view label;
  Unit unit;
  Better better;
};

// A metric that verdicts are about: hone's own, or one that the user defined.
struct VerdictMetric {
  std::string id;
  Better better = Better::lower;

  friend bool operator==(const VerdictMetric&, const VerdictMetric&) = default;
};

// A metric that the user defined: a number, without a unit, in what a command prints to stdout.
struct OutputMetric {
  enum class Syntax : std::uint8_t { regex, json_pointer };

  std::string id;  // as in [a-z][a-z0-9_]*, and none of hone's own
  Better better = Better::lower;
  Syntax syntax = Syntax::regex;
  std::string pattern{};  // RE2 whose first group is the number, or a JSON pointer (RFC 6901)
};

// "s", "B", "", "", "", "Hz", "1/s": the SI symbol used in reports.
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

namespace detail {
inline constexpr std::array metric_table{
    Metric{"wall_time", "wall time", Unit::seconds, Better::lower},
    Metric{"cpu_time", "cpu time", Unit::seconds, Better::lower},
    Metric{"user_time", "user time", Unit::seconds, Better::lower},
    Metric{"system_time", "system time", Unit::seconds, Better::lower},
    Metric{"throughput", "throughput", Unit::per_second, Better::higher},
    Metric{"frequency", "core frequency", Unit::hertz, Better::neither},
    Metric{"peak_rss", "peak RSS", Unit::bytes, Better::lower},
    Metric{"page_faults", "page faults", Unit::count, Better::lower},
    Metric{"context_switches", "context switches", Unit::count, Better::lower},
    Metric{"allocations", "allocations", Unit::count, Better::lower},
    Metric{"allocated_bytes", "allocated", Unit::bytes, Better::lower},
    Metric{"temporary_allocations", "temporaries", Unit::count, Better::lower},
    Metric{"peak_heap", "peak heap", Unit::bytes, Better::lower},
    Metric{"leaked_bytes", "never freed", Unit::bytes, Better::lower},
    Metric{"cpu_migrations", "CPU migrations", Unit::count, Better::lower},
    Metric{"task_clock", "task clock", Unit::seconds, Better::lower},
    Metric{"cpu_clock", "CPU clock", Unit::seconds, Better::lower},
    Metric{"instructions", "instructions", Unit::count, Better::lower},
    Metric{"cycles", "cycles", Unit::count, Better::lower},
    Metric{"ipc", "IPC", Unit::quotient, Better::neither},
    Metric{"cpi", "CPI", Unit::quotient, Better::lower},
    Metric{"l1d_loads", "L1d loads", Unit::count, Better::neither},
    Metric{"l1d_misses", "L1d misses", Unit::count, Better::lower},
    Metric{"l1d_miss_rate", "L1d miss rate", Unit::ratio, Better::lower},
    Metric{"l1d_mpki", "L1d MPKI", Unit::quotient, Better::lower},
    Metric{"llc_references", "LLC references", Unit::count, Better::neither},
    Metric{"llc_misses", "LLC misses", Unit::count, Better::lower},
    Metric{"llc_miss_rate", "LLC miss rate", Unit::ratio, Better::lower},
    Metric{"llc_mpki", "LLC MPKI", Unit::quotient, Better::lower},
    Metric{"branches", "branches", Unit::count, Better::neither},
    Metric{"branch_misses", "branch misses", Unit::count, Better::lower},
    Metric{"branch_miss_rate", "branch miss rate", Unit::ratio, Better::lower},
    Metric{"branch_mpki", "branch MPKI", Unit::quotient, Better::lower},
    Metric{"topdown_slots", "top-down slots", Unit::count, Better::neither},
    Metric{"topdown_retiring", "retiring", Unit::ratio, Better::neither},
    Metric{"topdown_bad_speculation", "bad speculation", Unit::ratio, Better::lower},
    Metric{"topdown_frontend_bound", "frontend bound", Unit::ratio, Better::lower},
    Metric{"topdown_backend_bound", "backend bound", Unit::ratio, Better::lower},
};
}  // namespace detail

constexpr std::span<const Metric> metrics() { return detail::metric_table; }

// nullptr when no metric has this id.
constexpr const Metric* find_metric(std::string_view id) {
  for (const Metric& metric : metrics()) {
    if (metric.id == id) return &metric;
  }
  return nullptr;
}

// For ids that the program itself names: throws std::logic_error when there is no such metric.
constexpr const Metric& known_metric(std::string_view id) {
  for (const Metric& metric : metrics()) {
    if (metric.id == id) return metric;
  }
  throw std::logic_error("unknown metric '" + std::string(id) + "'");
}

// Of those, the ones that the preloaded counter tells, and not callgrind.
constexpr bool is_allocation_count(std::string_view metric) {
  return metric == "allocations" || metric == "allocated_bytes" ||
         metric == "temporary_allocations";
}

// Counted in one run of its own instead of being sampled: a verdict on it needs no statistics.
constexpr bool is_deterministic(std::string_view metric) {
  return metric == "instructions" || is_allocation_count(metric);
}

}  // namespace hone
