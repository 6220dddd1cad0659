#include "analyzers/derive/topdown.hpp"

#include <algorithm>

namespace hone::derive {
namespace {

// Consistent with each other, as shares of one whole must be.
TopDown made_consistent(TopDown shares) {
  double sum = 0;
  for (double* share :
       {&shares.retiring, &shares.bad_speculation, &shares.frontend_bound, &shares.backend_bound}) {
    *share = std::max(0.0, *share);
    sum += *share;
  }
  if (sum <= 1) return shares;
  return {shares.retiring / sum, shares.bad_speculation / sum, shares.frontend_bound / sum,
          shares.backend_bound / sum};
}

std::optional<TopDown> by_operations(const SlotCounts& counts) {
  const bool fits = counts.backend && counts.speculated_operations && counts.retired_operations;
  if (!fits || *counts.speculated_operations <= 0) return std::nullopt;
  TopDown shares;
  shares.frontend_bound = counts.frontend / counts.slots;
  shares.backend_bound = *counts.backend / counts.slots;
  const double used = std::max(0.0, 1 - shares.frontend_bound - shares.backend_bound);
  const double kept = std::min(1.0, *counts.retired_operations / *counts.speculated_operations);
  shares.retiring = used * kept;
  shares.bad_speculation = used * (1 - kept);
  return shares;
}

std::optional<TopDown> by_slots(const SlotCounts& counts) {
  if (!counts.retired) return std::nullopt;
  TopDown shares;
  shares.frontend_bound = counts.frontend / counts.slots;
  shares.retiring = *counts.retired / counts.slots;
  const double rest = 1 - shares.frontend_bound - shares.retiring;
  if (counts.issued && counts.recovery) {
    const double lost = *counts.issued - *counts.retired + *counts.recovery;
    shares.bad_speculation = std::max(0.0, lost / counts.slots);
    shares.backend_bound = rest - shares.bad_speculation;
    return shares;
  }
  if (!counts.backend) return std::nullopt;
  shares.backend_bound = *counts.backend / counts.slots;
  shares.bad_speculation = counts.issued ? (*counts.issued - *counts.retired) / counts.slots
                                         : rest - shares.backend_bound;
  return shares;
}

}  // namespace

std::optional<TopDown> top_down(const SlotCounts& counts) {
  if (counts.slots <= 0) return std::nullopt;
  std::optional<TopDown> shares = by_slots(counts);
  if (!shares) shares = by_operations(counts);
  if (shares) shares = made_consistent(*shares);
  return shares;
}

}  // namespace hone::derive
