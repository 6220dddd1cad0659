// The answer to one comparison of commands, as sentences: the first or the last thing that the
// eye meets.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The answer of one comparison: "./b is 1.12x faster than ./a", "(1.10x .. 1.14x; wall time, 95 %
// interval)", in the verdict's tone. `variant` and `baseline` are names.
Claim headline(const Comparison& comparison, const Text& variant, const Text& baseline,
               const PlanSummary& plan);

// One sentence for each comparison, and one more for what is inconclusive; then one for each
// variant that was not compared and for each failure.
Document headlines(const SubjectReport& subject, const PlanSummary& plan);

// Of so many variants that a sentence each is no answer: one for each metric, with the number of
// each verdict, then what headlines() says of what was not compared.
Document counted_headlines(const SubjectReport& subject);

}  // namespace hone::reports
