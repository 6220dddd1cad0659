// A counter that opens is not yet one that counts: some hypervisors hand out counters
// that stay at zero. So each is run over a short loop and read back.
#include "analyzers/collect/counters/pmu_probe.hpp"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>

#include <fmt/format.h>

#include "analyzers/collect/counters/counters.hpp"
#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/collect/machine/virtualization.hpp"

namespace hone::collect {
namespace {

// PERF_TYPE_HARDWARE events in user space, which is allowed up to perf_event_paranoid 2.
constexpr EventCode in_user_space(std::uint64_t config) {
  return {.config = config, .exclude_kernel = true, .exclude_hv = true};
}
constexpr EventCode user_cycles = in_user_space(0);
constexpr EventCode user_instructions = in_user_space(1);

void spin_briefly() {
  // Some tens of microseconds: long enough to be seen, too short to be noticed.
  volatile int sink = 0;
  for (int i = 0; i < 20'000; ++i) sink = sink + i;
}

// Whether the first counter is seen to do so. Other counters may have the PMU for a while: the
// kernel changes turns every 4 ms.
bool ever_seen(Counters& counters, bool (*seen)(const CounterReading& counted)) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(10);
  do {
    counters.begin();
    spin_briefly();
    if (seen(counters.end().front())) return true;
  } while (std::chrono::steady_clock::now() < give_up);
  return false;
}

}  // namespace

PmuStatus describe_refusal(int error, std::optional<std::int64_t> paranoid, bool is_virtual) {
  switch (error) {
    case ENOENT:
    case EOPNOTSUPP:
    case ENODEV:
      if (is_virtual) {
        return {false, "this virtual machine shows no PMU",
                "use a machine or an instance type that passes its PMU through"};
      }
      return {false, "the kernel has no driver for this processor's PMU", ""};
    case EACCES:
    case EPERM:
      if (paranoid && *paranoid <= 2) {
        return {false, "perf_event_open is not permitted here (a container's or a security policy)",
                "allow perf_event_open in the container, or give it CAP_PERFMON", true};
      }
      return {false,
              paranoid ? fmt::format("kernel.perf_event_paranoid is {}: counters are not permitted",
                                     *paranoid)
                       : std::string("the kernel does not permit counters"),
              "sudo sysctl kernel.perf_event_paranoid=2", true};
    case ENOSYS:
      return {false, "perf_event_open is blocked (a seccomp filter) or not in this kernel",
              "allow perf_event_open in the container's seccomp profile", true};
    case EBUSY: return {false, "another program holds the PMU", "stop other profilers"};
    default:
      return {false,
              fmt::format("perf_event_open failed: {}", std::generic_category().message(error)),
              ""};
  }
}

int try_to_open(const EventCode& code) {
  const EventInSet event{code, 0};
  return Counters::open({&event, 1}, CounterScope::thread).errors().front();
}

CounterProbe probe_event(const EventCode& code) {
  const EventInSet event{code, 0};
  Counters counters = Counters::open({&event, 1}, CounterScope::thread);
  if (const int error = counters.errors().front(); error != 0) {
    return {.state = CounterState::refused, .error = error};
  }
  const bool counts = ever_seen(counters, [](const CounterReading& counted) {
    return counted.running > 0 && counted.value > 0;
  });
  return {.state = counts ? CounterState::counts : CounterState::silent, .error = 0};
}

bool count_together(std::span<const EventInSet> events) {
  Counters counters = Counters::open(events, CounterScope::thread);
  return counters.groups() == 1 &&
         ever_seen(counters, [](const CounterReading& counted) { return counted.running > 0; });
}

PmuStatus probe_pmu() {
  return describe_pmu(probe_event(user_cycles), probe_event(user_instructions),
                      perf_event_paranoid(), !read_virtualization("/").empty());
}

std::optional<std::int64_t> perf_event_paranoid() {
  return read_number("/proc/sys/kernel/perf_event_paranoid");
}

PmuStatus describe_pmu(const CounterProbe& cycles, const CounterProbe& instructions,
                       std::optional<std::int64_t> paranoid, bool is_virtual) {
  const bool counts_cycles = cycles.state == CounterState::counts;
  const bool counts_instructions = instructions.state == CounterState::counts;
  if (counts_cycles && counts_instructions) return {true, "cycles and instructions count", ""};
  if (counts_cycles) return {true, "cycles count, instructions do not", ""};
  if (counts_instructions) return {true, "instructions count, cycles do not", ""};
  if (cycles.state == CounterState::refused) {
    return describe_refusal(cycles.error, paranoid, is_virtual);
  }
  return {false, "counters can be opened but stay at zero", ""};
}

}  // namespace hone::collect
