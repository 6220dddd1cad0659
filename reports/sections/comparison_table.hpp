// One metric of a subject: each variant's value, and how it compares with the baseline's.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

std::string render_comparisons(const SubjectReport& subject, const std::string& metric,
                               const PlanSummary& plan, const TerminalStyle& style);

}  // namespace hone::reports
