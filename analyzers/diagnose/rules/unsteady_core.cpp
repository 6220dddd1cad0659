#include "analyzers/diagnose/rules/unsteady_core.hpp"

#include <optional>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

constexpr double noticeable = 1.05;  // of the 90th to the 10th percentile

}  // namespace

std::vector<Finding> unsteady_core(const SubjectReport& report) {
  const std::optional<SpeedRange>& speed = report.core_speed;
  if (!speed || speed->fast < noticeable * speed->slow) return {};
  return {{.rule = "unsteady_core",
           .text = "the core's speed changed meanwhile, which makes every time less steady; "
                   "instructions (--metric instructions) do not depend on it",
           .evidence = {fmt::format("one run in ten below {:.2f} GHz, one above {:.2f} GHz",
                                    speed->slow * 1e-9, speed->fast * 1e-9)}}};
}

}  // namespace hone::diagnose
