// The answers of a run with several subjects, one line a comparison: the first thing that
// the eye meets.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// A tally, the comparisons, then every failure in a line of its own.
std::string render_overview(const Report& report, const TerminalStyle& style);

// The failures alone; empty when there is none.
std::string render_failures(const Report& report, const TerminalStyle& style);

}  // namespace hone::reports
