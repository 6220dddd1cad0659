// Rule: runs of a command ended before processes that they had started.
#pragma once

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> left_behind(const SubjectReport& report);

}  // namespace hone::diagnose
