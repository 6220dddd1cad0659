// The answers of a run with several subjects, one line for each comparison: the first thing that
// the eye meets.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// How many comparisons have which verdict, and how many subjects failed, in one line.
std::string verdict_counts(const Report& report);

// A tally, the comparisons, then every failure in a line of its own.
Document overview(const Report& report);

// The failures alone; empty when there is none.
Document failures(const Report& report);

}  // namespace hone::reports
