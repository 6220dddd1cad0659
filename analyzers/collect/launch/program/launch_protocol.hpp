// What hone and hone-launcher share: a block of memory and a socket pair. hone writes a
// command into the memory as execve wants it, pointers and all, so that the launcher copies
// and converts nothing; messages only say that it is there, and carry descriptors.
#pragma once

#include <cstddef>
#include <cstdint>

#include <sys/resource.h>

namespace hone::launcher {

inline constexpr int socket_descriptor = 3;  // their numbers in the launcher
inline constexpr int memory_descriptor = 4;

// Where the launcher maps the memory; hone lays pointers out for it. Free in a program that is
// not relocated, also with 39-bit addresses (arm64).
inline constexpr std::uint64_t memory_address = 0x10'0000'0000;
// More than the kernel takes as arguments and environment (6 MiB). Pages are made when written.
inline constexpr std::size_t memory_bytes = std::size_t{8} * 1024 * 1024;
inline constexpr std::size_t image_offset = 1536;  // after Shared: pointers, then their strings

inline constexpr std::uint32_t version = 3;

enum class Kind : std::uint32_t {
  ready,  // from the launcher, once; value: its version
  run,    // from hone; value: bit i is set when stream i comes along, in this order
  stop,   // from hone; value: the signal for the running command's group; too late is no error
  ended,  // from the launcher: the answer is in the memory
};

struct Message {
  Kind kind = Kind::ready;
  std::uint32_t value = 0;
};

enum class Step : std::uint32_t { none, descriptors, process, folder, cpus, execute };

// A set of CPUs, as sched_setaffinity takes it.
inline constexpr std::size_t cpu_words = 16;
static_assert(sizeof(unsigned long) == 8);

struct Shared {
  // The command; addresses in the launcher.
  std::uint64_t program = 0;
  std::uint64_t argv = 0;
  std::uint64_t envp = 0;
  std::uint64_t folder = 0;    // 0: the launcher's own, which is hone's
  std::uint32_t wants_io = 0;  // 1: `io` is to be filled in
  // 1: `own_cpus` and `schedule` are to be filled in, once the command has left its CPU for good
  std::uint32_t wants_cpus = 0;
  std::uint32_t wants_last_cpu = 0;  // 1: `state` is to be filled in
  std::uint32_t is_placed = 0;       // 1: the command begins on `cpus`; 0: on the launcher's
  unsigned long cpus[cpu_words] = {};

  // The answer; all 0 before a run.
  std::int32_t pid = 0;           // set by the command itself, before it executes
  Step failed_step = Step::none;  // the step that kept the command from running
  std::int32_t error = 0;         // errno of that step
  std::int32_t status = 0;        // as from wait4
  std::int64_t started_ns = 0;    // CLOCK_MONOTONIC
  std::int64_t ended_ns = 0;      // likewise
  std::uint32_t left_behind = 0;  // processes that outlived the command and were killed
  std::uint32_t not_killed = 0;   // 1: some could not be killed, or the command itself
  std::uint32_t stopped = 0;      // the signal by which the terminal stopped it, which was its end
  char io[224] = {};              // its /proc/PID/io at its end, a text; empty: not to be had
  // At its end: those that it might use, all 0 where that is not to be had; and the texts of its
  // /proc/PID/schedstat and /proc/PID/stat, empty likewise.
  unsigned long own_cpus[cpu_words] = {};
  char schedule[64] = {};
  char state[448] = {};
  std::uint32_t outlived = 0;  // processes that outlived it, however they ended
  rusage usage = {};
};
static_assert(sizeof(Shared) <= image_offset);

}  // namespace hone::launcher
