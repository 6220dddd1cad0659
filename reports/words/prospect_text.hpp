// What an inconclusive comparison was able to see, and what would decide it, in words.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// One sentence; empty where the report does not know.
std::string prospect_in_words(const Comparison& comparison, const PlanSummary& plan);

// A length of time as an estimate is told, in the largest unit that leaves a number of 2 or more:
// "45 s", "4 min", "2.5 h", "3 days".
std::string rough_time(double seconds);

}  // namespace hone::reports
