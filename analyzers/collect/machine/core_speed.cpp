#include "analyzers/collect/machine/core_speed.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace hone::collect {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int additions_a_step = 32;  // the loop's own instructions run beside the chain
constexpr int steps = 1024;
constexpr int chains = 2;

#if !defined(__x86_64__) && !defined(__aarch64__)
#error "the latency of an addition is only known for x86-64 and AArch64"
#endif

// Both operands are registers: newer cores add a constant while they rename, in no time at all.
void run_chain() {
  std::uint64_t sum = 1;
  const std::uint64_t addend = 3;
  for (int step = 0; step < steps; ++step) {
    asm volatile(
        ".rept 32\n\t"
#if defined(__x86_64__)
        "add %1, %0\n\t"
#else
        "add %0, %0, %1\n\t"
#endif
        ".endr"
        : "+r"(sum)
        : "r"(addend)
        : "cc");
  }
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

double core_frequency() {
  double clock_cost = 1;
  double fastest = 1;
  for (int chain = 0; chain < chains; ++chain) {
    const Clock::time_point idle = Clock::now();
    clock_cost = std::min(clock_cost, seconds_since(idle));
    const Clock::time_point start = Clock::now();
    run_chain();
    fastest = std::min(fastest, seconds_since(start));
  }
  return additions_a_step * steps / std::max(fastest - clock_cost, 1e-9);
}

}  // namespace hone::collect
