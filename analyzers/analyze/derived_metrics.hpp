// Metrics that follow from others, for a variant whose measured and counted metrics are filled in
// already: measured beats simulated and estimated, which beat absent.
#pragma once

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::analyze {

void add_simulated_ratios(const VariantRun& run, VariantReport& report);

// Adds cycles, CPI and IPC by the core's gauge where the PMU did not count cycles, or the reason
// why there is no IPC. Adds nothing where neither instructions nor cycles were requested.
void add_cycle_estimate(const VariantRun& run, VariantReport& report);

}  // namespace hone::analyze
