// A loop whose instructions are known: enough of them in one piece for an emulator to be quick.
#pragma once

#include <cstdint>

namespace hone::emulated {

inline constexpr std::uint64_t instructions_an_iteration = 100;

[[gnu::noinline]] inline void run_known_loop(std::uint64_t iterations) {
  std::uint64_t sum = 0;
  asm volatile(
      "1:\n\t"
      ".rept 98\n\t"
      "add %1, %1, #1\n\t"
      ".endr\n\t"
      "subs %0, %0, #1\n\t"
      "b.ne 1b"
      : "+r"(iterations), "+r"(sum)
      :
      : "cc");
}

}  // namespace hone::emulated
