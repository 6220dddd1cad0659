// stepped_code KIND [TARGET]: runs one region of code that chooses itself by the processor.
// stepped_code --steps KIND [TARGET]: counts the instructions of the region by single steps,
// exactly, and prints their number. A step that does not move on is a round of a `rep` instruction,
// which a processor counts as one.
//   memcpy strlen memchr strcmp memset   glibc's, on 64 strings of 1,000 bytes
//   large_memcpy                         glibc's, of 64,000 bytes
//   clones                               a sum whose builds are target_clones("avx512f", "avx2",
//   ...) highway                              the catalogue's explicit sum by Highway; TARGET: at
//   most
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "workloads/catalogue.hpp"
#include "workloads/dispatch_target.hpp"
#include "workloads/workload.hpp"

namespace {

constexpr std::size_t strings = 64;
constexpr std::size_t length = 1000;

std::vector<char> left(strings*(length + 1), 'a');
std::vector<char> right(strings*(length + 1), 'a');
std::vector<std::uint32_t> numbers(10000, 3);
volatile std::uint64_t result;

#if defined(__x86_64__)
#define HONE_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define HONE_CLONES
#endif

HONE_CLONES [[gnu::noinline]] std::uint32_t cloned_sum(const std::uint32_t* data,
                                                       std::size_t size) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < size; ++i) sum += data[i] * data[i];
  return sum;
}

template <class Work>
std::uint64_t for_each_string(Work work) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < strings; ++i) {
    sum += work(&left[i * (length + 1)], &right[i * (length + 1)]);
  }
  return sum;
}

hone::workloads::Kernel kernel;

// Functions are called through volatile pointers, so that the compiler leaves them alone.
std::uint64_t region(std::string_view kind) {
  static void* (*volatile copy)(void*, const void*, std::size_t) = memcpy;
  static void* (*volatile fill)(void*, int, std::size_t) = memset;
  static std::size_t (*volatile measure)(const char*) = strlen;
  static int (*volatile compare)(const char*, const char*) = strcmp;
  static const void* (*volatile find)(const void*, int, std::size_t) = memchr;
  if (kind == "memcpy") {
    return for_each_string([](char* a, char* b) { return copy(a, b, length) != nullptr; });
  }
  if (kind == "large_memcpy") return copy(left.data(), right.data(), strings * length) != nullptr;
  if (kind == "memset") {
    return for_each_string([](char* a, char*) { return fill(a, 'a', length) != nullptr; });
  }
  if (kind == "strlen") return for_each_string([](char* a, char*) { return measure(a); });
  if (kind == "strcmp") {
    return for_each_string([](char* a, char* b) { return static_cast<unsigned>(compare(a, b)); });
  }
  if (kind == "memchr") {
    return for_each_string([](char* a, char*) { return find(a, 'b', length) == nullptr; });
  }
  if (kind == "clones") return cloned_sum(numbers.data(), numbers.size());
  return kernel();
}

bool prepare(std::string_view kind, const char* target) {
  for (std::size_t i = 0; i < strings; ++i) {
    left[i * (length + 1) + length] = 0;
    right[i * (length + 1) + length] = 0;
  }
  if (kind != "highway") return true;
  if (target != nullptr) hone::workloads::limit_dispatch(target);
  const hone::workloads::Workload* workload = hone::workloads::find_workload("simd/explicit_sum");
  if (workload == nullptr) return false;
  const hone::workloads::Variant* variant = hone::workloads::find_variant(*workload, "highway");
  if (variant == nullptr) return false;
  kernel = variant->prepare(hone::workloads::Parameters(workload->parameters));
  return true;
}

}  // namespace

// By this name callgrind collects (--toggle-collect=stepped_region).
extern "C" [[gnu::noinline]] void stepped_region(const char* kind) { result = region(kind); }

namespace {

constexpr int begins = SIGUSR1;
constexpr int ends = SIGUSR2;

#if defined(__x86_64__)

std::uint64_t place_of(pid_t child) {
  user_regs_struct registers{};
  ptrace(PTRACE_GETREGS, child, nullptr, &registers);
  return registers.rip;
}

// From the signal that begins the region to the one that ends it; the few instructions of raise()
// are in both of two such counts, and subtracted by who asks.
std::uint64_t steps_between_signals(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) == child && WIFSTOPPED(status) && WSTOPSIG(status) != begins) {
    ptrace(PTRACE_CONT, child, nullptr, nullptr);
  }
  std::uint64_t steps = 0;
  std::uint64_t place = place_of(child);
  while (WIFSTOPPED(status)) {
    ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr);
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) break;
    if (WSTOPSIG(status) == ends) break;
    const std::uint64_t now = place_of(child);
    if (now != place) ++steps;
    place = now;
  }
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return steps;
}

std::uint64_t count(std::string_view kind, bool with_region) {
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    stepped_region(kind.data());  // what is bound lazily is bound
    raise(begins);
    if (with_region) stepped_region(kind.data());
    raise(ends);
    _exit(0);
  }
  return steps_between_signals(child);
}

#else

std::uint64_t count(std::string_view, bool) { return 0; }

#endif

}  // namespace

int main(int argc, char** argv) {
  const bool steps = argc > 1 && std::strcmp(argv[1], "--steps") == 0;
  const int first = steps ? 2 : 1;
  if (argc <= first) return 2;
  const char* const kind = argv[first];
  if (!prepare(kind, argc > first + 1 ? argv[first + 1] : nullptr)) return 2;
  if (!steps) {
    stepped_region(kind);
    stepped_region(kind);
    return 0;
  }
  std::printf("%llu\n", static_cast<unsigned long long>(count(kind, true) - count(kind, false)));
  return 0;
}
