// hone-known-work KIND AMOUNT: a program whose work is known, for hone selftest. Twice the AMOUNT
// is twice the work, so an effect can be injected as exactly as wanted. Static and small: nearly
// all of its time is its work, but for the memory's 1,000 page faults.
//   cpu      additions and shifts that depend on each other, in registers
//   memory   reads and writes all over a buffer larger than most second-level caches
//   syscall  system calls that do next to nothing
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "analyzers/measure/known_work/work.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::uint64_t amount = std::strtoull(argv[2], nullptr, 10);
  std::uint64_t result = 0;
  if (std::strcmp(argv[1], "cpu") == 0) {
    result = hone::measure::work_on_cpu(amount);
  } else if (std::strcmp(argv[1], "memory") == 0) {
    result = hone::measure::work_in_memory(amount);
  } else if (std::strcmp(argv[1], "syscall") == 0) {
    result = hone::measure::work_in_kernel(amount);
  } else {
    return 2;
  }
  asm volatile("" : : "r"(result));  // the work must not be optimised away
  return 0;
}
