// Decides which whole units are left out because the machine was disturbed. The rule sees how fast
// the core was and what the hypervisor took, over the whole unit; it sees neither which variant
// suffered nor what was measured, so it cannot favour a variant.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace hone::measure {

enum class Disturbance { slow_core, steal };

class DisturbanceRule {
 public:
  // `slowest_core`: the lowest core frequency seen in the unit, Hz; absent: not gauged.
  // `stolen`: share of the unit's CPU time that the hypervisor took, in [0, 1]; absent: the unit
  // was too short to tell. Units are judged in run order, each once. At most a quarter of them
  // is dropped: a machine that stays slow, or loses time steadily, is the one to measure on.
  std::optional<Disturbance> judge(std::optional<double> slowest_core,
                                   std::optional<double> stolen);

 private:
  std::optional<Disturbance> find(std::optional<double> slowest_core,
                                  std::optional<double> stolen) const;

  std::vector<double> recent_;  // slowest cores of the last units, the oldest replaced first
  std::size_t judged_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace hone::measure
