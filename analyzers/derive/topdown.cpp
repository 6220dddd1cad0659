#include "analyzers/derive/topdown.hpp"

#include <algorithm>

namespace hone::derive {

std::optional<TopDown> top_down(const OperationSlots& counts) {
  if (counts.slots <= 0) return std::nullopt;
  TopDown shares;
  shares.retiring = counts.retired / counts.slots;
  shares.bad_speculation = (counts.issued - counts.retired + counts.recovery) / counts.slots;
  shares.frontend_bound = counts.not_delivered / counts.slots;
  shares.backend_bound = 1 - std::max(0.0, shares.retiring) -
                         std::max(0.0, shares.bad_speculation) -
                         std::max(0.0, shares.frontend_bound);
  return top_down(shares);
}

std::optional<TopDown> top_down(const TopDown& slots) {
  TopDown shares{std::max(0.0, slots.retiring), std::max(0.0, slots.bad_speculation),
                 std::max(0.0, slots.frontend_bound), std::max(0.0, slots.backend_bound)};
  const double all =
      shares.retiring + shares.bad_speculation + shares.frontend_bound + shares.backend_bound;
  if (all <= 0) return std::nullopt;
  shares.retiring /= all;
  shares.bad_speculation /= all;
  shares.frontend_bound /= all;
  shares.backend_bound /= all;
  return shares;
}

}  // namespace hone::derive
