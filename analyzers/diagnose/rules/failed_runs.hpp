// Runs of a command that did not end with exit status 0, and were counted because that was asked
// for: what they took may be the time to fail.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> failed_runs(const SubjectReport& report);

}  // namespace hone::diagnose
