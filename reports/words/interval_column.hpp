// The column of intervals. Each comparison has its own error rate: with several metrics Holm's
// procedure sets them apart. The title names the level when all rows share it; else each row does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// "95 %", of an interval whose error rate is 0.05.
std::string interval_level(double alpha);

class IntervalColumn {
 public:
  // `planned_alpha` stands in when there is no comparison.
  IntervalColumn(const std::vector<const Comparison*>& rows, double planned_alpha);

  // "95 % interval", or "interval".
  [[nodiscard]] std::string title() const;

  // "2.25x .. 2.38x", or "2.25x .. 2.38x (97.5 %)", or "exact"; `interval` as describe_change()
  // words it.
  [[nodiscard]] std::string cell(const Comparison& comparison, const std::string& interval) const;

 private:
  std::optional<double> shared_alpha_;
};

}  // namespace hone::reports
