#include "analyzers/collect/machine/available_memory.hpp"

#include <sys/resource.h>

#include "analyzers/collect/machine/control_group.hpp"
#include "analyzers/collect/machine/environment_parse.hpp"
#include "analyzers/collect/machine/text_file.hpp"

namespace hone::collect {

MemoryLimits read_memory_limits(const std::filesystem::path& root) {
  MemoryLimits limits;
  if (const auto available = parse_memory_available(read_text(root / "proc/meminfo"))) {
    limits.machine = static_cast<double>(*available);
  }
  limits.group = read_memory_left(root);
  return limits;
}

MemoryLimits read_memory_limits() {
  MemoryLimits limits = read_memory_limits("/");
  rlimit address_space{};
  if (getrlimit(RLIMIT_AS, &address_space) == 0 && address_space.rlim_cur != RLIM_INFINITY) {
    limits.address_space = static_cast<double>(address_space.rlim_cur);
  }
  return limits;
}

std::optional<Shortage> find_shortage(const MemoryLimits& limits, double together, double each) {
  std::optional<Shortage> found;
  const auto check = [&](std::optional<double> available, double needed, std::string_view whose) {
    if (!available || needed <= *available) return;
    if (!found || *available < found->available) found = Shortage{needed, *available, whose};
  };
  check(limits.machine, together, "this machine has");
  check(limits.group, together, "its control group has");
  check(limits.address_space, each, "a process may have (ulimit -v)");
  return found;
}

}  // namespace hone::collect
