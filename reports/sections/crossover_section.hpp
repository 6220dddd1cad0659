// Where along a scan each variant pays, in sentences: for a sweep the answer.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// A heading for each scan, then a sentence a variant; empty when nothing was scanned.
std::string render_crossovers(const Report& report, const TerminalStyle& style);

// "pays up to about length=9 here (8 .. 12, 95 %), then loses". `metric` is named when not empty.
std::string crossover_sentence(const Crossover& crossover);

// For a table, where it stops paying: "length > 9", "length < 5k", "length: nowhere".
std::string crossover_in_short(const Crossover& crossover);

}  // namespace hone::reports
