#include "analyzers/collect/counters/abilities_probe.hpp"

#include <vector>

#include <unistd.h>

#include "analyzers/collect/counters/counter_plan.hpp"
#include "analyzers/collect/counters/counters.hpp"

namespace hone::collect {
namespace {

// Every PMU has it, most of them on any of their counters.
constexpr EventCode instructions{.config = 1, .exclude_kernel = true, .exclude_hv = true};
constexpr int most_counters = 32;

void add(const Plan& plan, std::vector<CounterStatus>& counters) {
  const Result<CounterPlan> planned = plan_counters(plan);
  if (!planned) return;
  for (const CountedEvent& event : planned->events) {
    counters.push_back({.metric = event.metric, .event = event.name, .note = event.note});
  }
  if (!plan.events.empty()) return;
  for (const auto& [metric, reason] : planned->absent) {
    counters.push_back({.metric = metric, .unavailable = reason});
  }
}

int count_at_once() {
  std::vector<EventInSet> events;
  while (events.size() < most_counters) {
    events.push_back({instructions, 0});
    if (!count_together(events)) return static_cast<int>(events.size()) - 1;
  }
  return most_counters;
}

bool can_read_in_user_space() {
  const EventInSet event{instructions, 0};
  const Counters counters = Counters::open({&event, 1}, CounterScope::thread);
  return counters.groups() > 0 && counters.are_read_in_user_space();
}

}  // namespace

CounterAbilities collect_counter_abilities() {
  CounterAbilities abilities;
  Plan plan;
  plan.counters = Plan::Counters::requested;
  add(plan, abilities.counters);
  plan.events = {"page-faults", "context-switches", "task-clock"};
  add(plan, abilities.counters);
  abilities.at_once = count_at_once();
  abilities.are_read_in_user_space = can_read_in_user_space();
  abilities.permission = describe_paranoid(perf_event_paranoid(), geteuid() == 0);
  return abilities;
}

std::string describe_paranoid(std::optional<std::int64_t> paranoid, bool is_root) {
  if (!paranoid) return "kernel.perf_event_paranoid cannot be read";
  std::string text = "kernel.perf_event_paranoid is " + std::to_string(*paranoid) + ": ";
  if (*paranoid > 2) {
    text += "nothing may be counted without CAP_PERFMON";
  } else if (*paranoid == 2) {
    text += "own programs may be counted, but not what the kernel does for them";
  } else {
    text += "own programs may be counted, with what the kernel does for them";
  }
  return is_root && *paranoid > 1 ? text + "; it does not bind root" : text;
}

}  // namespace hone::collect
