// What the rules of diagnose/rules/ find in a report.
#pragma once

#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::diagnose {

// In the order in which findings are told. The report's own findings are not looked at: those of a
// saved report are found again.
std::vector<Finding> judge(const SubjectReport& report);

}  // namespace hone::diagnose
