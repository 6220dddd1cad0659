#include "analyzers/measure/counter_values.hpp"

#include <algorithm>
#include <optional>

namespace hone::measure {

void add_counts(const collect::CounterPlan& plan, std::span<const collect::CounterReading> counted,
                std::uint64_t iterations, BlockValues& values, ByMetric<double>& shares) {
  if (counted.size() != plan.events.size()) return;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    const std::optional<double> count = collect::scaled_count(counted[i]);
    const std::optional<double> share = collect::counted_share(counted[i]);
    if (!count || !share) continue;
    const collect::CountedEvent& event = plan.events[i];
    values[event.metric] = *count * event.weight / static_cast<double>(iterations);
    const auto [known, is_new] = shares.emplace(event.metric, *share);
    if (!is_new) known->second = std::min(known->second, *share);
  }
}

}  // namespace hone::measure
