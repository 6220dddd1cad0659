// Runs a subject as the plan says: probe every variant, choose the block length,
// measure units until each comparison is decided or its budget is spent, then the
// passes beside timing.
#pragma once

#include <cstddef>
#include <string_view>

#include "analyzers/measure/executor.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::measure {

// Told what happens as it happens; for a progress display.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void stage(const Subject& subject, std::string_view what) = 0;
  // `run` holds what was decided so far; the subject's units end after `left` at the latest.
  virtual void unit_done(const Subject& subject, const SubjectRun& run, Seconds left) = 0;
};

SubjectRun run_subject(const Subject& subject, const Plan& plan, Executor& executor,
                       RunObserver& observer);

}  // namespace hone::measure
