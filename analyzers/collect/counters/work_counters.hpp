// Counters of a workload, in its own process. Those of a single thread are read without a system
// call where that is permitted; but a workload may have threads, of which only a run tells.
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

  // After a first run, which took from `before` to `after`: without other threads in it only this
  // one is counted.
  void settle(const CpuTimes& before, const CpuTimes& after);

  void begin();
  // By event; empty: not counted. So it stays once a thread worked that these counters do not know.
  std::vector<CounterReading> end(const CpuTimes& before, const CpuTimes& after);

 private:
  void open(CounterScope scope);

  std::vector<EventInSet> events_;
  CounterScope scope_ = CounterScope::process;
  Counters counters_;
};

// Pure. Whether other threads than the calling one worked in that time.
bool other_threads_worked(const CpuTimes& before, const CpuTimes& after);

}  // namespace hone::collect
