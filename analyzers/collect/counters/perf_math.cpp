#include "analyzers/collect/counters/perf_math.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace hone::collect {
namespace {

constexpr std::size_t word_bytes = 8;

std::uint64_t word_at(std::span<const std::byte> buffer, std::size_t index) {
  std::uint64_t word = 0;
  std::memcpy(&word, buffer.data() + index * word_bytes, word_bytes);
  return word;
}

Error malformed(const char* what, std::size_t bytes) {
  return {std::string("the kernel's reading of ") + what + " cannot be: " + std::to_string(bytes) +
              " bytes",
          ""};
}

}  // namespace

Result<GroupReading> GroupReading::parse(std::span<const std::byte> buffer) {
  const std::size_t words = buffer.size() / word_bytes;
  const bool whole = words >= 3 && buffer.size() % word_bytes == 0;
  // Compared without multiplying what the buffer says, which could overflow.
  if (!whole || (words - 3) % 2 != 0 || word_at(buffer, 0) != (words - 3) / 2) {
    return malformed("a group of counters", buffer.size());
  }
  return GroupReading(buffer);
}

std::size_t GroupReading::size() const { return (buffer_.size() / word_bytes - 3) / 2; }

CounterReading GroupReading::counter(std::size_t index) const {
  return {word_at(buffer_, 3 + 2 * index), word_at(buffer_, 1), word_at(buffer_, 2)};
}

std::uint64_t GroupReading::id(std::size_t index) const { return word_at(buffer_, 4 + 2 * index); }

Result<CounterReading> parse_single_reading(std::span<const std::byte> buffer) {
  if (buffer.size() != 3 * word_bytes) return malformed("a counter", buffer.size());
  return CounterReading{word_at(buffer, 0), word_at(buffer, 1), word_at(buffer, 2)};
}

CounterReading difference(const CounterReading& before, const CounterReading& after) {
  return {after.value - before.value, after.enabled - before.enabled,
          after.running - before.running};
}

std::optional<double> scaled_count(const CounterReading& reading) {
  if (reading.running == 0) return std::nullopt;
  if (reading.running >= reading.enabled) return static_cast<double>(reading.value);
  // Their product passes 64 bits within minutes.
  const long double scaled = static_cast<long double>(reading.value) *
                             static_cast<long double>(reading.enabled) /
                             static_cast<long double>(reading.running);
  return static_cast<double>(scaled);
}

std::optional<double> counted_share(const CounterReading& reading) {
  if (reading.running == 0) return std::nullopt;
  if (reading.running >= reading.enabled) return 1;
  return static_cast<double>(reading.running) / static_cast<double>(reading.enabled);
}

bool covers_cpu_time(const CounterReading& reading, double user_seconds, double system_seconds) {
  const double enabled = 1e-9 * static_cast<double>(reading.enabled);
  // All time in user space is in the program; but the kernel may tell it from system time by ticks.
  const double tick = 0.004;
  const bool lacks_user_time = enabled < 0.95 * user_seconds - tick;
  return !lacks_user_time && enabled >= (user_seconds + system_seconds) / 3;
}

std::uint64_t user_count(std::uint64_t raw, unsigned width, std::uint64_t offset) {
  const unsigned unused = 64 - std::clamp(width, 1U, 64U);
  return offset + static_cast<std::uint64_t>(static_cast<std::int64_t>(raw << unused) >> unused);
}

std::uint64_t elapsed_ns(std::uint64_t ticks, std::uint32_t mult, unsigned shift,
                         std::uint64_t offset) {
  // Split, so that ticks x mult does not overflow: as the kernel's perf_event.h shows it.
  const std::uint64_t quotient = ticks >> shift;
  const std::uint64_t remainder = ticks & ((std::uint64_t{1} << shift) - 1);
  return offset + quotient * mult + ((remainder * mult) >> shift);
}

}  // namespace hone::collect
