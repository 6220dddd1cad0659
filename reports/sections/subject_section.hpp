// Everything about one subject: what was run, the comparison, the counts that explain it,
// and what was found.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"
#include "reports/sections/remarks.hpp"

namespace hone::reports {

struct SectionOptions {
  bool shows_quantiles = false;
  bool shows_comparisons_alone = false;  // the tables of verdicts, and what was found
  Inconclusive inconclusive = Inconclusive::explain;
};

Document subject_section(const SubjectReport& subject, const PlanSummary& plan,
                         const SectionOptions& options);

}  // namespace hone::reports
