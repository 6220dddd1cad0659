// What can be counted on a machine, as `hone doctor` shows it.
#pragma once

#include <string>
#include <vector>

namespace hone {

struct CounterStatus {
  std::string metric;
  std::string event{};        // that counts it, canonical; empty: none can
  std::string note{};         // how its count departs from what the metric's name says
  std::string unavailable{};  // the reason, when none can
};

struct CounterAbilities {
  std::vector<CounterStatus> counters;
  int at_once = 0;                      // of the PMU, in one group; 0: none
  bool are_read_in_user_space = false;  // without a system call
  std::string permission;               // what perf_event_paranoid lets this process count
};

}  // namespace hone
