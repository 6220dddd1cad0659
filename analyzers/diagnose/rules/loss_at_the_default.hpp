// Rule: the variant that stands for the technique loses at the workload's default point.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> loss_at_the_default(const SubjectReport& report);

}  // namespace hone::diagnose
