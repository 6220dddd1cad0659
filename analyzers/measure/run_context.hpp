// The context that every step of a subject's run is given and that no step changes.
#pragma once

#include <string>

#include "analyzers/measure/executor.hpp"
#include "analyzers/measure/run_observer.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::measure {

struct RunContext {
  const Subject& subject;
  const Plan& plan;
  Executor& executor;
  RunObserver& observer;
  std::string subject_key;  // names the subject's point, for the seed of its orders
};

// Whether the baseline failed. There is then nothing to compare with: every later step skips the
// subject.
inline bool baseline_failed(const SubjectRun& run) { return run.variants[0].failure.has_value(); }

}  // namespace hone::measure
