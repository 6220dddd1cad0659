// The numbers of a report for a spreadsheet or a data frame: a row for each metric of each variant
// of each subject, and what its comparison says. RFC 4180, but for line feeds alone at the ends of
// lines.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// The first row names the columns; the units are "s", "B", "Hz", "1/s" or empty, and a number that
// is absent is an empty cell. A variant that has no number of any metric has one row, with the
// reason. No cell begins a formula.
std::string render_csv(const Report& report);

}  // namespace hone::reports
