// On which CPUs threads may run. CPUs are numbers, ascending; machines with more than 1,024 of them
// are left as they are.
#pragma once

#include <optional>
#include <vector>

#include <sched.h>
#include <sys/types.h>

namespace hone::collect {

// Those of hone, as its caller left them, wherever hone has moved since; control groups and taskset
// are heeded. Empty: the kernel does not tell.
const std::vector<int>& home_cpus();

// Those of a thread, by default the calling one, as they are now. nullopt: there is no such thread,
// or the kernel does not tell.
std::optional<std::vector<int>> cpus_of(pid_t thread = 0);

// False: the kernel refuses, for one because none of them is online any more.
bool move_to(const std::vector<int>& cpus, pid_t thread = 0);

cpu_set_t cpu_set_of(const std::vector<int>& cpus);
std::vector<int> cpus_in(const cpu_set_t& set);

// Keeps the calling thread on some CPUs while it lives; no others may live beside it. A program
// that hone starts meanwhile is not kept there.
class StayOn {
 public:
  // Empty: nothing is changed.
  explicit StayOn(const std::vector<int>& cpus);
  ~StayOn();
  StayOn(const StayOn&) = delete;
  StayOn& operator=(const StayOn&) = delete;

  // Whether hone is kept somewhere at present.
  static bool is_kept();

 private:
  bool is_moved_ = false;
};

}  // namespace hone::collect
