// Whether this process can count an event, found out by trying: neither the processor's name nor
// an event's encoding tells.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "analyzers/collect/counters/event_code.hpp"

namespace hone::collect {

// What became of one counter.
enum class CounterState : std::uint8_t {
  counts,
  silent,   // opened, yet a loop left it at zero or it never got onto the PMU
  refused,  // perf_event_open failed
};

struct CounterProbe {
  CounterState state = CounterState::refused;
  int error = 0;  // errno, when refused
};

struct PmuStatus {
  bool available = false;
  std::string reason;       // why it is not available, or what counts
  std::string remedy;       // what the user can do; empty: nothing
  bool is_refused = false;  // there may be a PMU, which this process may not use
};

// The errno of opening the event for this thread; 0: it opens.
int try_to_open(const EventCode& code);

// Counts the event over a short loop of this thread.
CounterProbe probe_event(const EventCode& code);

// Whether the events, all of one set, are on the PMU at one time. The kernel's word is not enough:
// it does not know of counters that another of its own parts keeps, such as the NMI watchdog.
bool count_together(std::span<const EventInSet> events);

// Probes the PMU by cycles and instructions in user space.
PmuStatus probe_pmu();

// The number in /proc/sys/kernel/perf_event_paranoid; nullopt: there is none.
std::optional<std::int64_t> perf_event_paranoid();

// --- pure; `paranoid` as above, if known ---

PmuStatus describe_pmu(const CounterProbe& cycles, const CounterProbe& instructions,
                       std::optional<std::int64_t> paranoid, bool is_virtual);

// The PMU's status, from perf_event_open's error for an event that every PMU has.
PmuStatus describe_refusal(int error, std::optional<std::int64_t> paranoid, bool is_virtual);

}  // namespace hone::collect
