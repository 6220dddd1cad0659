// The scans among a run's subjects, and where along each every variant pays. Pure.
#pragma once

#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::analyze {

// One for each variant, metric and parameter that two or more of a workload's points differ in by
// number while all others are the same; in the order of the subjects. Of a run that was
// interrupted, a scan that lacks points is unclear unless a crossing was seen.
std::vector<Crossover> find_crossovers(const std::vector<SubjectReport>& subjects,
                                       bool interrupted = false);

}  // namespace hone::analyze
