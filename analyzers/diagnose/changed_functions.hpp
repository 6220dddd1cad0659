// Rule: the functions in which the number of instructions changed.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules.hpp"

namespace hone::diagnose {

std::vector<Finding> changed_functions(const Evidence& evidence);

}  // namespace hone::diagnose
