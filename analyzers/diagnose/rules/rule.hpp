// A rule takes a report and returns findings. Each rule has a file of its own. A rule never prints
// and never measures, and knows nothing but the report, so that it judges a saved report as it
// judged the fresh one.
#pragma once

#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::diagnose {

// A rule does not look at the findings that the report already has. A saved report may hold
// anything that the reader accepts.
using Rule = std::vector<Finding> (*)(const SubjectReport& report);

}  // namespace hone::diagnose
