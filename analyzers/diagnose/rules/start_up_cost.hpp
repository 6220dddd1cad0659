// Rule: much of what a short program executes is not its own work but that of being started.
#pragma once

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> start_up_cost(const SubjectReport& report);

}  // namespace hone::diagnose
