// Which events are to be counted, found out by trying: an event's encoding does not tell whether
// this machine and this user can count it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/collect/counters/event_code.hpp"
#include "analyzers/collect/counters/pmu_probe.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

struct CountedEvent {
  std::string metric;  // id that its count is reported under, as in [a-z][a-z0-9_]*
  std::string name;    // canonical, as libpfm4 spells it
  EventCode code;
  int set = 0;         // events of one set are read together: a ratio of two needs them at one time
  double weight = 1;   // what one count adds to the metric, e.g. the slots of a cycle
  std::string note{};  // how it departs from what the metric's name says; may be empty
};

struct CounterPlan {
  std::vector<CountedEvent> events;  // each has been opened once; sets lie together
  ByMetric<std::string> absent;      // metrics that are not counted: the reason
};

// Plans the usual set of this machine's PMU, or what plan.events names. Fails on a name that no
// event has; the error names the nearest one.
Result<CounterPlan> plan_counters(const Plan& plan);

// The events to open, in the plan's order.
std::vector<EventInSet> events_of(const CounterPlan& plan);

// --- pure ---

// The id that an event's count is reported under: hone's own where the event's name means that
// metric, otherwise one made of the name's letters and digits.
std::string metric_of_event(std::string_view name);

// Why an event that has a name cannot be counted here, from perf_event_open's error.
std::string why_not_counted(int error, const EventCode& code, const PmuStatus& pmu,
                            std::optional<std::int64_t> paranoid);

}  // namespace hone::collect
