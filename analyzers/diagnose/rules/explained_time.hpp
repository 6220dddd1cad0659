// Rule: what explains a decided difference in time: less or more work, faster or slower work, a
// faster or slower clock.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> time_split(const SubjectReport& report);

}  // namespace hone::diagnose
