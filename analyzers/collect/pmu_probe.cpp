// A counter that opens is not yet one that counts: some hypervisors hand out counters
// that stay at zero. So each is run over a short loop and read back.
#include "analyzers/collect/pmu_probe.hpp"

#include <cerrno>
#include <cstdint>
#include <system_error>

#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "analyzers/collect/descriptor.hpp"

namespace hone::collect {
namespace {

// Read format of a lone counter with both times: perf_event_open(2).
struct CounterReading {
  std::uint64_t value;
  std::uint64_t time_enabled;
  std::uint64_t time_running;
};

void spin_briefly() {
  // Some tens of microseconds: long enough to be seen, too short to be noticed.
  volatile int sink = 0;
  for (int i = 0; i < 20'000; ++i) sink = sink + i;
}

CounterProbe probe(std::uint64_t event) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = event;
  attributes.disabled = 1;
  attributes.exclude_kernel = 1;  // allowed up to perf_event_paranoid 2
  attributes.exclude_hv = 1;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  const Descriptor counter(
      static_cast<int>(syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC)));
  if (counter.get() < 0) return {.state = CounterState::refused, .error = errno};
  ioctl(counter.get(), PERF_EVENT_IOC_ENABLE, 0);
  spin_briefly();
  ioctl(counter.get(), PERF_EVENT_IOC_DISABLE, 0);
  CounterReading reading{};
  const bool was_read = read(counter.get(), &reading, sizeof reading) == sizeof reading;
  const bool counts = was_read && reading.time_running > 0 && reading.value > 0;
  return {.state = counts ? CounterState::counts : CounterState::silent, .error = 0};
}

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
                "allow perf_event_open in the container, or give it CAP_PERFMON"};
      }
      return {false,
              paranoid ? fmt::format("kernel.perf_event_paranoid is {}: counters are not permitted",
                                     *paranoid)
                       : std::string("the kernel does not permit counters"),
              "sudo sysctl kernel.perf_event_paranoid=2"};
    case ENOSYS:
      return {false, "perf_event_open is blocked (a seccomp filter) or not in this kernel",
              "allow perf_event_open in the container's seccomp profile"};
    case EBUSY: return {false, "another program holds the PMU", "stop other profilers"};
    default:
      return {false,
              fmt::format("perf_event_open failed: {}", std::generic_category().message(error)),
              ""};
  }
}

}  // namespace

CounterProbe probe_cycles() { return probe(PERF_COUNT_HW_CPU_CYCLES); }
CounterProbe probe_instructions() { return probe(PERF_COUNT_HW_INSTRUCTIONS); }

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
