// Rule: a decided difference in time is so small that the placement of code and data may explain
// it.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> possible_layout_effect(const SubjectReport& report);

}  // namespace hone::diagnose
