#include "analyzers/collect/counters/work_counters.hpp"

#include <utility>

#include <time.h>

namespace hone::collect {
namespace {

constexpr std::int64_t reading_ns = 20'000;  // the two clocks are read one after the other
constexpr std::uint64_t close_ns = 10'000;   // half of it, for two readings make a difference
constexpr int most_readings = 10;

std::uint64_t clock_ns(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace

// A process's first reading of a clock may take 200 us on a VM, and an interrupt may come between
// two: what passes there would look like the time of another thread. Both are read anew until the
// thread's own clock shows that they were read at about the same time.
CpuTimes cpu_times() {
  CpuTimes times;
  for (int reading = 0; reading < most_readings; ++reading) {
    const std::uint64_t earlier = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    times = {clock_ns(CLOCK_PROCESS_CPUTIME_ID), clock_ns(CLOCK_THREAD_CPUTIME_ID)};
    if (times.thread_ns - earlier <= close_ns) break;
  }
  return times;
}

bool other_threads_worked(const CpuTimes& before, const CpuTimes& after) {
  const auto others = static_cast<std::int64_t>((after.process_ns - before.process_ns) -
                                                (after.thread_ns - before.thread_ns));
  return others > reading_ns;
}

WorkCounters::WorkCounters(std::vector<EventInSet> events) : events_(std::move(events)) {
  open(CounterScope::process);
}

void WorkCounters::open(CounterScope scope) {
  scope_ = scope;
  counters_ = Counters();  // closed first: two sets of them would share the PMU
  if (!events_.empty()) counters_ = Counters::open(events_, scope);
}

void WorkCounters::settle(const CpuTimes& before, const CpuTimes& after) {
  if (!other_threads_worked(before, after)) open(CounterScope::thread);
}

void WorkCounters::begin() { counters_.begin(); }

std::vector<CounterReading> WorkCounters::end(const CpuTimes& before, const CpuTimes& after) {
  const std::vector<CounterReading>& counted = counters_.end();
  if (scope_ == CounterScope::process || !other_threads_worked(before, after)) return counted;
  events_.clear();
  open(CounterScope::process);
  return {};
}

}  // namespace hone::collect
