// Rule: a variant pays at a point where the catalogue says that it does not.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> gain_where_none_was_claimed(const SubjectReport& report);

}  // namespace hone::diagnose
