// The report that every renderer's golden file is made from: each verdict, a null interval,
// a failed variant, an interruption, mixed provenance, a sweep, and names that attack.
#pragma once

#include "analyzers/model/report.hpp"

namespace hone::reports {

Report sample_report();

// Of that report the one comparison of two commands, as `hone compare` gives it: two metrics,
// quantiles, runs that failed, units that were left out.
Report sample_comparison();

// As --pay-off makes it: a workload whose scan ends its gain, and others without a scan.
Report sample_pay_off();

// A machine with nothing to complain about; sample_report's own lacks most of it.
Environment quiet_environment();

}  // namespace hone::reports
