// Rule: the simulated counts are of other code than the timed runs ran.
#pragma once

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> simulated_code(const SubjectReport& report);

}  // namespace hone::diagnose
