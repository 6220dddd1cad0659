// hone-known-work KIND AMOUNT: a program whose work is known, for hone selftest. Twice the AMOUNT
// is twice the work, so an effect can be injected as exactly as wanted. Static and small: nearly
// all of its time is its work.
//   cpu      additions and shifts that depend on each other, in registers
//   memory   reads and writes all over a buffer larger than most second-level caches
//   syscall  system calls that do next to nothing
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr std::size_t buffer_words = std::size_t{1} << 19;  // 4 MiB
std::uint64_t buffer[buffer_words];

// xorshift64 (Marsaglia 2003): each step needs the one before.
std::uint64_t next(std::uint64_t state) {
  state ^= state << 13U;
  state ^= state >> 7U;
  state ^= state << 17U;
  return state;
}

std::uint64_t work_on_cpu(std::uint64_t amount) {
  std::uint64_t state = 1;
  for (std::uint64_t step = 0; step < amount; ++step) state = next(state);
  return state;
}

std::uint64_t work_in_memory(std::uint64_t amount) {
  std::uint64_t state = 1;
  std::uint64_t sum = 0;
  for (std::uint64_t step = 0; step < amount; ++step) {
    state = next(state + (sum & 1U));  // the next place depends on what was read
    sum += buffer[state % buffer_words]++;
  }
  return sum;
}

std::uint64_t work_in_kernel(std::uint64_t amount) {
  std::uint64_t sum = 0;
  for (std::uint64_t step = 0; step < amount; ++step) {
    sum += static_cast<std::uint64_t>(syscall(SYS_getppid));
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::uint64_t amount = std::strtoull(argv[2], nullptr, 10);
  std::uint64_t result = 0;
  if (std::strcmp(argv[1], "cpu") == 0) {
    result = work_on_cpu(amount);
  } else if (std::strcmp(argv[1], "memory") == 0) {
    result = work_in_memory(amount);
  } else if (std::strcmp(argv[1], "syscall") == 0) {
    result = work_in_kernel(amount);
  } else {
    return 2;
  }
  asm volatile("" : : "r"(result));  // the work must not be optimised away
  return 0;
}
