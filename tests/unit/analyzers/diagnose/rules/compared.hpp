// A comparison as the rules' tests judge it: of "new" beside "old".
#pragma once

#include <optional>
#include <string>

#include "analyzers/model/report.hpp"

namespace hone::diagnose {

inline Comparison compared(const std::string& metric, std::optional<double> ratio,
                           Verdict verdict) {
  Comparison comparison;
  comparison.baseline = "old";
  comparison.variant = "new";
  comparison.metric = metric;
  comparison.ratio = ratio;
  comparison.verdict = verdict;
  return comparison;
}

}  // namespace hone::diagnose
