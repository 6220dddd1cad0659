// The metrics, one row each, in reading order: how long, in how much memory, with how much from the
// kernel, how much work, what it missed, what it allocated. Adding a metric is adding a row here.
#pragma once

#include <array>

#include "analyzers/model/metric.hpp"

namespace hone {

inline constexpr auto metric_table = [] {
  using enum Unit;
  using enum Better;
  using enum Topic;
  using enum Per;
  using enum VerdictOf;
  using enum Basis;
  constexpr VerdictOf both = workload | command;
  constexpr VerdictOf all = both | self_test;
  // The values of a row are id, label, unit, better and topic, then per, verdict_of, basis and
  // beside. The last four may be left out where they are run, nothing, sampled and "".
  return std::array{
      Metric{"wall_time", "wall time", seconds, lower, time, run, all},
      Metric{"cpu_time", "cpu time", seconds, lower, time, run, all},
      Metric{"user_time", "user time", seconds, lower, time, run, command | self_test},
      Metric{"system_time", "system time", seconds, lower, time, run, command},
      Metric{"throughput", "throughput", per_second, higher, time},
      Metric{"peak_rss", "peak RSS", bytes, lower, memory, run, both},
      Metric{"page_faults", "page faults", count, lower, faults, run, command},
      Metric{"context_switches", "context switches", count, lower, scheduling},
      Metric{"cpu_migrations", "CPU migrations", count, lower, scheduling},
      Metric{"instructions", "instructions", count, lower, work, operation, both, simulated},
      Metric{"cycles", "cycles", count, lower, work, operation},
      Metric{"ipc", "IPC", quotient, neither, work},
      Metric{"frequency", "core frequency", hertz, neither, work},
      Metric{"branches", "branches", count, neither, branches},
      Metric{"branch_misses", "branch misses", count, lower, branches, operation},
      Metric{"branch_miss_rate", "branch miss rate", ratio, lower, branches},
      Metric{"branch_mpki", "branch MPKI", quotient, lower, branches, run, nothing, sampled,
             "branch_misses"},
      Metric{"l1d_loads", "L1d loads", count, neither, l1d},
      Metric{"l1d_misses", "L1d misses", count, lower, l1d, operation},
      Metric{"l1d_miss_rate", "L1d miss rate", ratio, lower, l1d},
      Metric{"l1d_mpki", "L1d MPKI", quotient, lower, l1d, run, nothing, sampled, "l1d_misses"},
      Metric{"llc_references", "LLC references", count, neither, llc},
      Metric{"llc_misses", "LLC misses", count, lower, llc, operation},
      Metric{"llc_miss_rate", "LLC miss rate", ratio, lower, llc},
      Metric{"llc_mpki", "LLC MPKI", quotient, lower, llc, run, nothing, sampled, "llc_misses"},
      Metric{"topdown_retiring", "retiring", ratio, neither, topdown},
      Metric{"topdown_bad_speculation", "bad speculation", ratio, lower, topdown},
      Metric{"topdown_frontend_bound", "frontend bound", ratio, lower, topdown},
      Metric{"topdown_backend_bound", "backend bound", ratio, lower, topdown},
      Metric{"allocations", "allocations", count, lower, allocations, operation, both, counted},
      Metric{"allocated_bytes", "allocated", bytes, lower, allocations, run, both, counted},
      Metric{"temporary_allocations", "temporaries", count, lower, allocations, run, both, counted},
      Metric{"peak_heap", "peak heap", bytes, lower, allocations},
      Metric{"leaked_bytes", "never freed", bytes, lower, allocations},
      Metric{"task_clock", "task clock", seconds, lower, other},
      Metric{"cpu_clock", "CPU clock", seconds, lower, other},
      Metric{"cpi", "CPI", quotient, lower, other, run, nothing, sampled, "ipc"},
      Metric{"topdown_slots", "top-down slots", count, neither, other},
  };
}();

}  // namespace hone
