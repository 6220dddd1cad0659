// What the words "measured", "simulated", ... mean, for those that a report uses.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// " measured: by the kernel, the PMU or a clock. ...": one sentence for each word, each after a
// blank.
std::string provenance_key(const Report& report);

}  // namespace hone::reports
