#include "reports/interval_column.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hone::reports {

std::string interval_level(double alpha) { return fmt::format("{:.4g} %", (1 - alpha) * 100); }

IntervalColumn::IntervalColumn(const std::vector<const Comparison*>& rows, double planned_alpha)
    : shared_alpha_(rows.empty() ? planned_alpha : rows.front()->alpha),
      is_exact_(!rows.empty() && is_deterministic(rows.front()->metric)) {
  const bool all_share = std::all_of(rows.begin(), rows.end(), [&](const Comparison* comparison) {
    return comparison->alpha == *shared_alpha_;
  });
  if (!all_share) shared_alpha_.reset();
}

std::string IntervalColumn::title() const {
  if (is_exact_) return "range";
  return shared_alpha_ ? interval_level(*shared_alpha_) + " interval" : "interval";
}

std::string IntervalColumn::cell(const Comparison& comparison, const std::string& interval) const {
  if (is_exact_ && comparison.interval && comparison.interval->lo == comparison.interval->hi) {
    return "exact";
  }
  if (is_exact_ || shared_alpha_ || !comparison.interval) return interval;
  return fmt::format("{} ({})", interval, interval_level(comparison.alpha));
}

}  // namespace hone::reports
