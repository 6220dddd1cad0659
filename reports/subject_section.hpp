// Everything about one subject: what was run, the comparison, the counts that explain it,
// and what was found.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/style.hpp"

namespace hone::reports {

std::string render_subject(const SubjectReport& subject, const PlanSummary& plan,
                           const TerminalStyle& style);

}  // namespace hone::reports
