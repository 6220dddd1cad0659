// Everything about one subject: what was run, the comparison, the counts that explain it,
// and what was found.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"
#include "reports/sections/remarks.hpp"

namespace hone::reports {

struct SectionOptions {
  bool shows_quantiles = false;
  Inconclusive inconclusive = Inconclusive::explain;
};

std::string render_subject(const SubjectReport& subject, const PlanSummary& plan,
                           const SectionOptions& options, const TerminalStyle& style);

}  // namespace hone::reports
