// The answer of `hone run --pay-off`: a line a workload, what its technique gains, what that costs
// in memory and where it ends on this machine.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The largest gain first; then what makes no difference, is undecided, loses or failed. Each
// workload's first subject is its default point.
Document pay_off(const Report& report);

}  // namespace hone::reports
