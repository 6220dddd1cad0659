// Rule: the pairs of a comparison fall into two groups, so that one ratio describes neither.
#pragma once

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

// Silent where `different_shapes` speaks, which tells of the groups, too.
std::vector<Finding> bimodal_pairs(const SubjectReport& report);

}  // namespace hone::diagnose
