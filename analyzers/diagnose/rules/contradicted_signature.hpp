// Rule: a metric did not move as the workload's author said it would.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> contradicted_signature(const SubjectReport& report);

}  // namespace hone::diagnose
