// Rule: runs of a command did not end with exit status 0, and were counted because that was
// requested. Their times may be the time to fail.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> failed_runs(const SubjectReport& report);

}  // namespace hone::diagnose
