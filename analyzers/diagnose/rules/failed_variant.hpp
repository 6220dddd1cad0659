// Rule: a variant crashed, failed, hung, ran out of memory, computed something else, or cannot run
// here.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> failed_variant(const SubjectReport& report);

}  // namespace hone::diagnose
