// Rule: the core's speed changed while the subject was measured: turbo, throttling, another kind of
// core.
#pragma once

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> unsteady_core(const SubjectReport& report);

}  // namespace hone::diagnose
