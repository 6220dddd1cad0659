// What can be counted on a machine, as `hone doctor` shows it.
#pragma once

#include <string>
#include <vector>

namespace hone {

struct CounterStatus {
  std::string metric;
  std::string event{};        // canonical name of the event that counts it; empty: none can
  std::string note{};         // how the event's count departs from what the metric's name says
  std::string unavailable{};  // the reason when no event can count it
};

struct CounterAbilities {
  std::vector<CounterStatus> counters;
  int at_once = 0;                      // counters that the PMU counts in one group; 0: none
  bool are_read_in_user_space = false;  // without a system call
  std::string permission;               // what perf_event_paranoid lets this process count
};

}  // namespace hone
