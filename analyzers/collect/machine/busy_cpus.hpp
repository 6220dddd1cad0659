// How busy CPUs are while hone does nothing: what others take of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace hone::collect {

// CPU time since boot, in the kernel's ticks.
struct IdleTicks {
  double all = 0;
  double idle = 0;  // waiting for a disk is idle, too
};

// The sum over these CPUs in /proc/stat. nullopt: one of them is not there, or the text is another.
std::optional<IdleTicks> parse_idle_ticks(std::string_view stat, const std::vector<int>& cpus);

// CPUs that were busy on average between two readings, of `cpus` in all; nullopt: the kernel
// counted nothing in between.
std::optional<double> busy_between(const IdleTicks& before, const IdleTicks& after,
                                   std::size_t cpus);

// Sleeps for the span. What the hypervisor takes is busy. nullopt: the kernel does not tell.
std::optional<double> busy_cpus(const std::vector<int>& cpus, std::chrono::milliseconds span);

}  // namespace hone::collect
