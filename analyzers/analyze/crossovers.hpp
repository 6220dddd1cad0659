// Finds the scans among a run's subjects and, along each, where each variant pays. Pure.
#pragma once

#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::analyze {

// One crossover for each variant, metric and scanned parameter, in the order of the subjects. A
// parameter is scanned when two or more of a workload's points differ in its number alone. When the
// run was interrupted, a scan that lacks points is unclear unless a crossing was seen.
std::vector<Crossover> find_crossovers(const std::vector<SubjectReport>& subjects,
                                       bool interrupted = false);

}  // namespace hone::analyze
