// The column of intervals in a table of comparisons. Each comparison has an error rate of its own:
// with several metrics Holm's procedure sets them apart. The title names the confidence level when
// all rows share it; otherwise each row names its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// The confidence level of an interval: "95 %" when its error rate is 0.05.
std::string interval_level(double alpha);

class IntervalColumn {
 public:
  // `planned_alpha` is the error rate when there is no comparison.
  IntervalColumn(const std::vector<const Comparison*>& rows, double planned_alpha);

  // The title of the column: "95 % interval", or "interval".
  [[nodiscard]] std::string title() const;

  // The cell of a comparison: "2.25x .. 2.38x", "2.25x .. 2.38x (97.5 %)" or "exact". `interval` is
  // as describe_change() words it.
  [[nodiscard]] std::string cell(const Comparison& comparison, const std::string& interval) const;

 private:
  std::optional<double> shared_alpha_;
};

}  // namespace hone::reports
