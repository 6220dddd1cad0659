// The metrics that no verdict is about, one row each, those that explain a difference in time
// first. A row has the baseline's value, each variant's value and its change, and how the values
// were got.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// `metrics`: ids, in reading order. The document is empty when there are none.
Document detail_table(const SubjectReport& subject, const std::vector<std::string>& metrics);

// The change of a metric in words: "-40 %", "12.4x more", "from 0", "unclear"; empty when the
// report has no change of this metric.
std::string change_text(const VariantReport& variant, std::string_view metric);

}  // namespace hone::reports
