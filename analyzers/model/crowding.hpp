// Whether a workload of several threads had the CPUs to itself.
#pragma once

namespace hone {

// What others took of the CPUs beside a subject that keeps all of them busy: before its first run
// or after its last, whichever was more.
struct Crowding {
  int threads = 2;  // that the workload keeps busy at once
  int cpus = 1;     // that they may use
  double busy = 0;  // CPUs that others kept busy, on average; >= 0

  friend bool operator==(const Crowding&, const Crowding&) = default;
};

// From half of each CPU on. Threads that wait for each other then wait for whichever of them is not
// running, on some sides of the comparison more than on others, and no number of pairs tells that
// from a difference between the variants.
inline bool decides_verdicts(const Crowding& crowding) {
  return crowding.busy > 0.5 * crowding.cpus;
}

}  // namespace hone
