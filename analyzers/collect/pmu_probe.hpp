// Whether this process can count cycles and instructions in hardware, found out by
// trying: neither the processor's name nor an event's encoding tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

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
  std::string reason;  // why not; or what counts
  std::string remedy;  // what the user can do; empty: nothing
};

// User-space cycles and instructions of this process.
CounterProbe probe_cycles();
CounterProbe probe_instructions();

// Pure. `paranoid`: /proc/sys/kernel/perf_event_paranoid, if known.
PmuStatus describe_pmu(const CounterProbe& cycles, const CounterProbe& instructions,
                       std::optional<std::int64_t> paranoid, bool is_virtual);

}  // namespace hone::collect
