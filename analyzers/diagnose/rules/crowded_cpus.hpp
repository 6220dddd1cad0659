// Rule: others kept the CPUs of a workload of several threads busy, so that its verdicts are held
// back.
#pragma once

#include <vector>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> crowded_cpus(const SubjectReport& report);

}  // namespace hone::diagnose
