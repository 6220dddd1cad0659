// Which events are to be counted, found out by trying: an event's encoding does not tell whether
// this machine and this user can count it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

// The fields of perf_event_attr that tell events apart: perf_event_open(2).
struct EventCode {
  std::uint32_t type = 0;
  std::uint64_t config = 0;
  std::uint64_t config1 = 0;
  std::uint64_t config2 = 0;
  bool exclude_user = false;
  bool exclude_kernel = false;
  bool exclude_hv = false;

  friend bool operator==(const EventCode&, const EventCode&) = default;
};

struct CountedEvent {
  std::string metric;  // id that its count is reported under, as in [a-z][a-z0-9_]*
  std::string name;    // canonical, as libpfm4 spells it
  EventCode code;
  int set = 0;  // events of one set are read together: a ratio of two needs them at one time
};

struct CounterPlan {
  std::vector<CountedEvent> events;  // each has been opened once; sets lie together
  ByMetric<std::string> absent;      // metrics that were wanted and cannot be had: the reason
};

// The usual set of this machine's PMU, or what plan.events names. Fails on a name that no event
// has, with the nearest ones.
Result<CounterPlan> plan_counters(const Plan& plan);

}  // namespace hone::collect
