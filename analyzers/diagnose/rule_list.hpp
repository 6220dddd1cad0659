// Applies the rules of diagnose/rules/ to a report.
#pragma once

#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::diagnose {

// The findings of all rules, in the order in which they are shown. The findings that the report
// already has are not looked at: those of a saved report are found again.
std::vector<Finding> judge(const SubjectReport& report);

}  // namespace hone::diagnose
