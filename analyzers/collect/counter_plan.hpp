// Which events are to be counted, found out by trying: an event's encoding does not tell whether
// this machine and this user can count it.
#pragma once

#include <string>
#include <vector>

#include "analyzers/collect/event_code.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

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
