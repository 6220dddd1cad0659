// A variant that crashed, hung, ran out of memory or computed something else.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> failed_variant(const SubjectReport& report);

}  // namespace hone::diagnose
