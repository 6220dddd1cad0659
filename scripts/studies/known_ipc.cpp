// Loops whose cycles follow from the latency of one instruction, for scripts/studies/estimated_ipc:
//   known_ipc add|add2|multiply|memory ITERATIONS
// Each but the last is a chain in which every instruction waits for the one before it; the loop's
// own two or three instructions run beside the chain.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

constexpr std::uint64_t chain = 32;

#if defined(__x86_64__)
#define HONE_ADD "add %1, %0\n\t"
#define HONE_ADD_TWO "add %2, %0\n\tadd %2, %1\n\t"
#define HONE_MULTIPLY "imul %1, %0\n\t"
#else
#define HONE_ADD "add %0, %0, %1\n\t"
#define HONE_ADD_TWO "add %0, %0, %2\n\tadd %1, %1, %2\n\t"
#define HONE_MULTIPLY "mul %0, %0, %1\n\t"
#endif

std::uint64_t add(std::uint64_t iterations) {
  std::uint64_t sum = 1;
  const std::uint64_t addend = 3;
  for (std::uint64_t i = 0; i < iterations; ++i) {
    asm volatile(".rept 32\n\t" HONE_ADD ".endr" : "+r"(sum) : "r"(addend) : "cc");
  }
  return sum;
}

// Two chains side by side: twice the instructions in the same time.
std::uint64_t add_two(std::uint64_t iterations) {
  std::uint64_t one = 1;
  std::uint64_t other = 2;
  const std::uint64_t addend = 3;
  for (std::uint64_t i = 0; i < iterations; ++i) {
    asm volatile(".rept 32\n\t" HONE_ADD_TWO ".endr" : "+r"(one), "+r"(other) : "r"(addend) : "cc");
  }
  return one + other;
}

std::uint64_t multiply(std::uint64_t iterations) {
  std::uint64_t product = 3;
  const std::uint64_t factor = 5;
  for (std::uint64_t i = 0; i < iterations; ++i) {
    asm volatile(".rept 32\n\t" HONE_MULTIPLY ".endr" : "+r"(product) : "r"(factor) : "cc");
  }
  return product;
}

// A walk in a random order through 64 MiB, where nothing but the memory decides: no truth is known.
std::uint64_t memory(std::uint64_t iterations) {
  constexpr std::uint32_t places = 1U << 24;
  std::vector<std::uint32_t> next(places);
  for (std::uint32_t i = 0; i < places; ++i) next[i] = (i * 1664525U + 1013904223U) % places;
  std::uint32_t at = 0;
  for (std::uint64_t i = 0; i < iterations * chain; ++i) at = next[at];
  return at;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::uint64_t iterations = std::strtoull(argv[2], nullptr, 10);
  std::uint64_t result = 0;
  if (std::strcmp(argv[1], "add") == 0) {
    result = add(iterations);
  } else if (std::strcmp(argv[1], "add2") == 0) {
    result = add_two(iterations);
  } else if (std::strcmp(argv[1], "multiply") == 0) {
    result = multiply(iterations);
  } else if (std::strcmp(argv[1], "memory") == 0) {
    result = memory(iterations);
  } else {
    return 2;
  }
  std::printf("%llu\n", static_cast<unsigned long long>(result));
  return 0;
}
