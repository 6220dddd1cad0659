// The overview of more subjects than a screen has room for, as those of the catalogue: a line each,
// in groups by family, with the variant that pays most and a mark for every one.
#pragma once

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// Says of each subject what it says of each metric that is compared, and what failed.
Document short_overview(const Report& report);

// Which variants could not run, of all subjects; empty when there is nothing to say. Contradictions
// stand apart, at the top.
Document exceptions(const Report& report);

}  // namespace hone::reports
