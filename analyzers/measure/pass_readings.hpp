// The passes beside timing, and what becomes of two readings of one metric.
#pragma once

#include "analyzers/measure/run_context.hpp"

namespace hone::measure {

// Runs each requested pass on each variant that has not failed. Every metric of every pass gets a
// reading there: a pass that is skipped gives a reason.
void run_passes(const RunContext& context, SubjectRun& run);

}  // namespace hone::measure
