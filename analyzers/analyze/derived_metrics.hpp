// Metrics that follow from others, for a variant whose measured and counted ones are filled in:
// measured beats simulated and estimated, which beat absent.
#pragma once

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::analyze {

void add_simulated_ratios(const VariantRun& run, VariantReport& report);

// Cycles, CPI and IPC by the core's gauge where the PMU did not count them, or why there is no IPC.
// Nothing where neither instructions nor cycles were asked for.
void add_cycle_estimate(const VariantRun& run, VariantReport& report);

}  // namespace hone::analyze
