// Where along a scan each variant pays, in sentences, which are the answer of a sweep.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// A heading for each scan, then a sentence for each variant and metric; empty when nothing was
// scanned.
Document crossover_section(const Report& report);

// The answer of one crossover: "pays up to about length=9 here (8 .. 12, 95 %), then loses".
std::string crossover_sentence(const Crossover& crossover);

// Where the variant stops paying, for a table: "length > 9", "length < 5k", "length: nowhere".
std::string crossover_in_short(const Crossover& crossover);

}  // namespace hone::reports
