// Arithmetic on what the kernel says of counters: perf_event_open(2). Pure.
//
// A counter that shares the PMU with others is on it for part of the time only. `enabled` is the
// time for which it was switched on, `running` the part of that on the PMU. Its count is scaled by
// the ratio.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "analyzers/model/result.hpp"

namespace hone::collect {

// Totals since the counter was opened; times in ns.
struct CounterReading {
  std::uint64_t value = 0;
  std::uint64_t enabled = 0;
  std::uint64_t running = 0;

  friend bool operator==(const CounterReading&, const CounterReading&) = default;
};

// What read() gives with PERF_FORMAT_GROUP, both times and PERF_FORMAT_ID, as 64-bit words:
//   nr, time_enabled, time_running, {value, id}[nr]
// The reading is a view of the buffer that it was parsed from.
class GroupReading {
 public:
  // Fails unless the buffer holds exactly the counters that its first word promises.
  static Result<GroupReading> parse(std::span<const std::byte> buffer);

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] CounterReading counter(std::size_t index) const;
  [[nodiscard]] std::uint64_t id(std::size_t index) const;

  // Size in bytes of the reading of a group of so many counters.
  static constexpr std::size_t bytes(std::size_t counters) { return 8 * (3 + 2 * counters); }

 private:
  explicit GroupReading(std::span<const std::byte> buffer) : buffer_(buffer) {}

  std::span<const std::byte> buffer_;
};

// What read() gives without PERF_FORMAT_GROUP: value, time_enabled, time_running.
Result<CounterReading> parse_single_reading(std::span<const std::byte> buffer);

// What was counted between two readings of one counter; it may have wrapped in between.
CounterReading difference(const CounterReading& before, const CounterReading& after);

// value x enabled / running. Absent: the counter never was on the PMU, which is no count of 0.
std::optional<double> scaled_count(const CounterReading& reading);

// running / enabled, in (0, 1]; absent: the counter never was on the PMU.
std::optional<double> counted_share(const CounterReading& reading);

// Whether a command was counted for as long as it ran, judged by its CPU time. The kernel stops
// counting a program that may do more than its user (setuid), and says nothing. The way into the
// program and out of it is not counted either, which takes up to a third of a short command's CPU
// time.
bool covers_cpu_time(const CounterReading& reading, double user_seconds, double system_seconds);

// The count of a counter read in user space. `raw` is the register's value, of which the lower
// `width` bits, in [1, 64], are meant and signed; `offset` is what the kernel has summed up until
// it last set the register.
std::uint64_t user_count(std::uint64_t raw, unsigned width, std::uint64_t offset);

// Nanoseconds since the kernel last wrote a counter's times, by the CPU's own clock. `mult`,
// `shift` and `offset` are the fields time_mult, time_shift and time_offset of the page that the
// kernel shares.
std::uint64_t elapsed_ns(std::uint64_t ticks, std::uint32_t mult, unsigned shift,
                         std::uint64_t offset);

}  // namespace hone::collect
