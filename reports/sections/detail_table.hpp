// The metrics beside the verdict's, a row each, those that explain a difference in time first:
// the baseline's value, each variant's value and its change, and how they were got.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// `metrics`: ids, in reading order. Empty for none.
Document detail_table(const SubjectReport& subject, const std::vector<std::string>& metrics);

// "-40 %", "12.4x more", "from 0", "unclear"; empty where the report has no change of this metric.
std::string change_text(const VariantReport& variant, std::string_view metric);

}  // namespace hone::reports
