#include "analyzers/collect/counters/user_counter.hpp"

#include <atomic>

#include <linux/perf_event.h>

#ifdef __x86_64__
#include <x86intrin.h>
#endif

namespace hone::collect {
namespace {

#if defined(__x86_64__)

constexpr bool is_supported = true;

// Bit 29 asks for the register that holds all of Intel's top-down shares, 8 bits each.
bool is_count(std::uint32_t counter) { return (counter >> 29 & 1) == 0; }

std::uint64_t read_register(std::uint32_t counter) {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__ volatile("rdpmc" : "=a"(low), "=d"(high) : "c"(counter));
  return std::uint64_t{high} << 32 | low;
}

std::uint64_t read_clock() { return __rdtsc(); }

#elif defined(__aarch64__)

constexpr bool is_supported = true;
constexpr std::uint32_t cycle_counter = 31;

bool is_count(std::uint32_t counter) { return counter <= cycle_counter; }

// A register's number is part of the instruction.
std::uint64_t read_register(std::uint32_t counter) {
  std::uint64_t value = 0;
#define HONE_READ(number)                                                           \
  case number:                                                                      \
    __asm__ volatile("mrs %0, pmevcntr" #number "_el0" : "=r"(value) : : "memory"); \
    break;
  __asm__ volatile("isb" : : : "memory");  // not before what is counted
  switch (counter) {
    // clang-format off
    HONE_READ(0)  HONE_READ(1)  HONE_READ(2)  HONE_READ(3)  HONE_READ(4)  HONE_READ(5)
    HONE_READ(6)  HONE_READ(7)  HONE_READ(8)  HONE_READ(9)  HONE_READ(10) HONE_READ(11)
    HONE_READ(12) HONE_READ(13) HONE_READ(14) HONE_READ(15) HONE_READ(16) HONE_READ(17)
    HONE_READ(18) HONE_READ(19) HONE_READ(20) HONE_READ(21) HONE_READ(22) HONE_READ(23)
    HONE_READ(24) HONE_READ(25) HONE_READ(26) HONE_READ(27) HONE_READ(28) HONE_READ(29)
    HONE_READ(30)
        // clang-format on
        default : __asm__ volatile("mrs %0, pmccntr_el0"
                                   : "=r"(value)
                                   :
                                   : "memory");
    break;
  }
#undef HONE_READ
  return value;
}

std::uint64_t read_clock() {
  std::uint64_t ticks = 0;
  __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
  return ticks;
}

#else

constexpr bool is_supported = false;
bool is_count(std::uint32_t /*counter*/) { return false; }
std::uint64_t read_register(std::uint32_t /*counter*/) { return 0; }
std::uint64_t read_clock() { return 0; }

#endif

// The kernel writes these while we read.
template <class Field>
Field current(const Field& field) {
  return *static_cast<const volatile Field*>(&field);
}

}  // namespace

std::optional<CounterReading> read_in_user_space(const perf_event_mmap_page& page) {
  while (is_supported) {
    const std::uint32_t lock = current(page.lock);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    const std::uint32_t index = current(page.index);
    if (page.cap_user_rdpmc == 0 || page.cap_user_time == 0 || index == 0) return std::nullopt;
    if (!is_count(index - 1)) return std::nullopt;
    std::uint64_t ticks = read_clock();
    if (page.cap_user_time_short != 0) {  // a clock of fewer than 64 bits
      const std::uint64_t start = current(page.time_cycles);
      ticks = start + ((ticks - start) & current(page.time_mask));
    }
    const std::uint64_t since = elapsed_ns(ticks, current(page.time_mult), current(page.time_shift),
                                           current(page.time_offset));
    const auto offset = static_cast<std::uint64_t>(current(page.offset));
    CounterReading reading;
    reading.value = user_count(read_register(index - 1), current(page.pmc_width), offset);
    reading.enabled = current(page.time_enabled) + since;
    reading.running = current(page.time_running) + since;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (current(page.lock) == lock) return reading;
  }
  return std::nullopt;
}

}  // namespace hone::collect
