// Counters of a workload, in its own process. Counters of a single thread are read without a system
// call where that is permitted; but only a run tells whether a workload has other threads.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzers/collect/counters/counters.hpp"

namespace hone::collect {

struct CpuTimes {
  std::uint64_t process_ns = 0;
  std::uint64_t thread_ns = 0;  // of the calling thread
};

CpuTimes cpu_times();

class WorkCounters {
 public:
  WorkCounters() = default;

  // Counts this thread and all that it makes from now on.
  explicit WorkCounters(std::vector<EventInSet> events);

  // To be called after a first run, which took from `before` to `after`. When no other thread
  // worked in it, only this thread is counted from then on.
  void settle(const CpuTimes& before, const CpuTimes& after);

  void begin();
  // What was counted since begin(), by event; empty: not counted. Once a thread worked that these
  // counters do not know, all later results are empty, too.
  std::vector<CounterReading> end(const CpuTimes& before, const CpuTimes& after);

 private:
  void open(CounterScope scope);

  std::vector<EventInSet> events_;
  CounterScope scope_ = CounterScope::process;
  Counters counters_;
};

// Whether threads other than the calling one worked in that time. Pure.
bool other_threads_worked(const CpuTimes& before, const CpuTimes& after);

}  // namespace hone::collect
