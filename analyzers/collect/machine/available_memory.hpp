// How much memory is left for what is about to be started. This is asked before anything is
// allocated, since on Linux an allocation succeeds and the process dies later.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace hone::collect {

// Bytes; absent: no limit, or the kernel does not say.
struct MemoryLimits {
  std::optional<double> machine{};        // free, or used for what can be dropped
  std::optional<double> group{};          // left to this process's control group
  std::optional<double> address_space{};  // of a single process (ulimit -v)
};

MemoryLimits read_memory_limits();

// What the files under `root` say (proc/, sys/fs/cgroup/): all but the address space.
MemoryLimits read_memory_limits(const std::filesystem::path& root);

// The tightest limit that is exceeded. `together` is what all processes need at once, `each` what
// the largest of them needs, in bytes; absent: there is room for them.
struct Shortage {
  double needed = 0;
  double available = 0;
  std::string_view whose;  // "this machine has", ...
};
std::optional<Shortage> find_shortage(const MemoryLimits& limits, double together, double each);

}  // namespace hone::collect
