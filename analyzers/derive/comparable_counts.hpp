// Whether simulated counts of two reports may be compared: a program's instructions depend on the
// processor that is simulated, on the C library and on the environment in which it chooses its
// code.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::derive {

struct CountsComparability {
  std::vector<std::string> hindrances{};       // why no counts may be compared
  std::vector<std::string> miss_hindrances{};  // why, beyond that, no cache misses may be
  std::vector<std::string> caveats{};          // what may differ in some programs

  [[nodiscard]] bool counts() const { return hindrances.empty(); }
  [[nodiscard]] bool misses() const { return counts() && miss_hindrances.empty(); }
};

// Each reason is one sentence without its full stop, the first report's side first. A report from
// before the simulated processor was written, or without a simulation, tells too little.
CountsComparability comparable_counts(const Environment& first, const Environment& second);

}  // namespace hone::derive
