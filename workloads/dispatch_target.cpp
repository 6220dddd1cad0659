#include "workloads/dispatch_target.hpp"

#include <algorithm>
#include <atomic>

namespace hone::workloads {
namespace {

constexpr std::size_t none = dispatch_targets.size();

std::atomic<std::size_t> best_allowed{0};
std::atomic<std::size_t> chosen{none};

}  // namespace

void limit_dispatch(std::string_view target) {
  const auto* const found = std::find(dispatch_targets.begin(), dispatch_targets.end(), target);
  if (found == dispatch_targets.end()) return;
  best_allowed = static_cast<std::size_t>(found - dispatch_targets.begin());
}

std::string_view dispatched_target() {
  const std::size_t target = chosen;
  return target < none ? dispatch_targets[target] : std::string_view{};
}

std::size_t dispatch(std::size_t best) {
  chosen = std::max(best, best_allowed.load());
  return chosen;
}

}  // namespace hone::workloads
