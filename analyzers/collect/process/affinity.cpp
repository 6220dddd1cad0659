#include "analyzers/collect/process/affinity.hpp"

#include <atomic>

namespace hone::collect {
namespace {

std::atomic<bool> hone_is_kept{false};

}  // namespace

cpu_set_t cpu_set_of(const std::vector<int>& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int cpu : cpus) {
    if (cpu >= 0 && cpu < CPU_SETSIZE) CPU_SET(static_cast<unsigned>(cpu), &set);
  }
  return set;
}

std::vector<int> cpus_in(const cpu_set_t& set) {
  std::vector<int> cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(static_cast<unsigned>(cpu), &set)) cpus.push_back(cpu);
  }
  return cpus;
}

std::optional<std::vector<int>> cpus_of(pid_t thread) {
  cpu_set_t set;
  if (sched_getaffinity(thread, sizeof set, &set) != 0) return std::nullopt;
  return cpus_in(set);
}

bool move_to(const std::vector<int>& cpus, pid_t thread) {
  const cpu_set_t set = cpu_set_of(cpus);
  return sched_setaffinity(thread, sizeof set, &set) == 0;
}

const std::vector<int>& home_cpus() {
  static const std::vector<int> home = cpus_of().value_or(std::vector<int>{});
  return home;
}

StayOn::StayOn(const std::vector<int>& cpus) {
  if (cpus.empty() || home_cpus().empty()) return;
  is_moved_ = move_to(cpus);
  if (is_moved_) hone_is_kept = true;
}

StayOn::~StayOn() {
  if (!is_moved_) return;
  move_to(home_cpus());
  hone_is_kept = false;
}

bool StayOn::is_kept() { return hone_is_kept; }

}  // namespace hone::collect
