// The metrics beside the verdict's, a row each, those that explain a difference in time first:
// the baseline's value, each variant's value and its change, and how they were got.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// `metrics`: ids, in reading order. Empty for none.
std::string render_details(const SubjectReport& subject, const std::vector<std::string>& metrics,
                           const TerminalStyle& style);

// "-40 %", "12.4x more", "from 0"; "unclear" where the intervals of samples overlap; empty where
// the two cannot be compared, being absent or got in different ways.
std::string change_text(const MetricSummary* baseline, const MetricSummary* variant);

}  // namespace hone::reports
