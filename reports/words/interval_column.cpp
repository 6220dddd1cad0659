#include "reports/words/interval_column.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hone::reports {

std::string interval_level(double alpha) { return fmt::format("{:.4g} %", (1 - alpha) * 100); }

IntervalColumn::IntervalColumn(const std::vector<const Comparison*>& rows, double planned_alpha) {
  std::vector<const Comparison*> sampled;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(sampled),
               [](const Comparison* comparison) { return !is_exact(*comparison); });
  if (sampled.empty() && !rows.empty()) return;
  shared_alpha_ = sampled.empty() ? planned_alpha : sampled.front()->alpha;
  const bool all_share = std::all_of(
      sampled.begin(), sampled.end(),
      [&](const Comparison* comparison) { return comparison->alpha == *shared_alpha_; });
  if (!all_share) shared_alpha_.reset();
}

std::string IntervalColumn::title() const {
  return shared_alpha_ ? interval_level(*shared_alpha_) + " interval" : "interval";
}

std::string IntervalColumn::cell(const Comparison& comparison, const std::string& interval) const {
  if (is_exact(comparison)) return "exact";
  if (shared_alpha_ || !is_bounded(comparison)) return interval;
  return fmt::format("{} ({})", interval, interval_level(comparison.alpha));
}

}  // namespace hone::reports
