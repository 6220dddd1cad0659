// Work whose amount is known: twice the amount is twice the work. hone-known-work does it in a
// process of its own, and a study does it in the process of another benchmark tool.
#pragma once

#include <cstddef>
#include <cstdint>

#include <sys/syscall.h>
#include <unistd.h>

namespace hone::measure {

inline constexpr std::size_t buffer_words = std::size_t{1} << 19;  // 4 MiB
inline std::uint64_t buffer[buffer_words];

// xorshift64 (Marsaglia 2003): each step needs the one before.
inline std::uint64_t next(std::uint64_t state) {
  state ^= state << 13U;
  state ^= state >> 7U;
  state ^= state << 17U;
  return state;
}

inline std::uint64_t work_on_cpu(std::uint64_t amount) {
  std::uint64_t state = 1;
  for (std::uint64_t step = 0; step < amount; ++step) state = next(state);
  return state;
}

inline std::uint64_t work_in_memory(std::uint64_t amount) {
  std::uint64_t state = 1;
  std::uint64_t sum = 0;
  for (std::uint64_t step = 0; step < amount; ++step) {
    state = next(state + (sum & 1U));  // the next place depends on what was read
    sum += buffer[state % buffer_words]++;
  }
  return sum;
}

inline std::uint64_t work_in_kernel(std::uint64_t amount) {
  std::uint64_t sum = 0;
  for (std::uint64_t step = 0; step < amount; ++step) {
    sum += static_cast<std::uint64_t>(syscall(SYS_getppid));
  }
  return sum;
}

}  // namespace hone::measure
