#include "analyzers/measure/disturbance.hpp"

#include "analyzers/stats/summary.hpp"

namespace hone::measure {
namespace {

constexpr double slow_share = 0.8;       // of the usual frequency: throttled, or its CPU taken away
constexpr double steal_share = 0.05;     // of CPU time
constexpr std::size_t memory = 21;       // units that make up what is usual
constexpr std::size_t fewest = 5;        // before that nothing is known to be usual
constexpr std::size_t most_dropped = 4;  // one unit in so many, at most

}  // namespace

std::optional<Disturbance> DisturbanceRule::find(std::optional<double> slowest_core,
                                                 std::optional<double> stolen) const {
  if (stolen && *stolen > steal_share) return Disturbance::steal;
  if (slowest_core && recent_.size() >= fewest &&
      *slowest_core < slow_share * stats::median(recent_)) {
    return Disturbance::slow_core;
  }
  return std::nullopt;
}

std::optional<Disturbance> DisturbanceRule::judge(std::optional<double> slowest_core,
                                                  std::optional<double> stolen) {
  std::optional<Disturbance> found = find(slowest_core, stolen);
  ++judged_;
  if (found && most_dropped * (dropped_ + 1) > judged_) found.reset();
  if (found) ++dropped_;
  // A dropped unit counts as well: a speed that has changed for good becomes the usual one.
  if (slowest_core) {
    if (recent_.size() < memory) {
      recent_.push_back(*slowest_core);
    } else {
      recent_[(judged_ - 1) % memory] = *slowest_core;
    }
  }
  return found;
}

}  // namespace hone::measure
