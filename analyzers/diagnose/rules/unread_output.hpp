// Rule: a command did less while nobody could read what it prints.
#pragma once

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::vector<Finding> unread_output(const SubjectReport& report);

}  // namespace hone::diagnose
