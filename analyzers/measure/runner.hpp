// Runs a subject as the plan says: probe every variant, choose the block length,
// measure units until each comparison is decided or its budget is spent, then the
// passes beside timing.
#pragma once

#include "analyzers/measure/executor.hpp"
#include "analyzers/measure/run_observer.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::measure {

SubjectRun run_subject(const Subject& subject, const Plan& plan, Executor& executor,
                       RunObserver& observer);

}  // namespace hone::measure
