// The answer of `hone run --pay-off`. One line for each workload says what its technique gains,
// what that costs in memory, and where the gain ends on this machine.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The largest gains come first, then workloads that make no difference, are undecided, lose or were
// not compared. Each workload's first subject is its default point.
Document pay_off(const Report& report);

}  // namespace hone::reports
