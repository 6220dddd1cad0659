// What a run reports to a progress display while it goes on.
#pragma once

#include <optional>
#include <string_view>

#include "analyzers/measure/executor.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::measure {

// An observer that overrides nothing is silent.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void stage(const Subject& /*subject*/, std::string_view /*what*/) {}
  // Runs follow whose output goes where the plan says, as that of first and of timed runs does.
  virtual void runs_begin() {}
  // `run` holds what was decided so far. `left` estimates the time until the subject's budget is
  // used up: infinite when there is no limit, absent when nothing is compared. The units may end
  // earlier, and may go on longer.
  virtual void unit_done(const Subject& /*subject*/, const SubjectRun& /*run*/,
                         std::optional<Seconds> /*left*/) {}
};

}  // namespace hone::measure
