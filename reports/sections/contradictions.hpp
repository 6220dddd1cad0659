// What a run found against what the catalogue says: the first thing to be read, since a figure
// below it may teach the opposite of what the workload's text does.
#pragma once

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// Whether the finding is that a claim of the catalogue does not hold here.
bool is_contradiction(const Finding& finding);

// Each once with its figures, in the order of the subjects; a sweep that finds the same at several
// points tells the first. Empty: there is none.
Document contradictions(const Report& report);

}  // namespace hone::reports
