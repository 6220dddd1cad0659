// Rule: the noise of a variant has another shape than the baseline's, so that its typical run and
// many of its runs together do not differ by the same amount.
#pragma once

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> different_shapes(const SubjectReport& report);

}  // namespace hone::diagnose
