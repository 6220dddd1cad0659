// A rule: a report in, findings out. One rule a file; a rule never prints and never measures, and
// knows nothing but the report, so that it judges a saved one as it judged it fresh.
#pragma once

#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::diagnose {

// The findings of the report are not looked at. A saved report may hold anything that the reader
// accepts.
using Rule = std::vector<Finding> (*)(const SubjectReport& report);

}  // namespace hone::diagnose
