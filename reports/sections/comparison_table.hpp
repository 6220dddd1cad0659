// One metric of a subject: each variant's value, and how it compares with the baseline's.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

Document comparison_table(const SubjectReport& subject, const std::string& metric,
                          const PlanSummary& plan);

}  // namespace hone::reports
