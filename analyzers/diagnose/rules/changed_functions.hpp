// Rule: the functions in which the number of instructions changed, by
// VariantReport::function_changes.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> changed_functions(const SubjectReport& report);

}  // namespace hone::diagnose
