// Why a counter gave a variant no number: a reading that is absent always has its reason.
#pragma once

#include "analyzers/measure/run_context.hpp"

namespace hone::measure {

// Notes the counters that cannot be had here, which is known before anything runs.
void note_absent_counters(const RunContext& context, SubjectRun& run);

// Notes the counters that were opened and yet counted in none of the timed runs.
void note_silent_counters(const RunContext& context, SubjectRun& run);

}  // namespace hone::measure
