// How fast the core ran while a subject was measured.
#pragma once

#include <optional>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

// The 10th and the 90th percentile of the core's speeds, which stand beside the samples, over all
// variants together. nullopt: fewer than ten samples have a speed, and ten are needed for a 10th
// percentile.
std::optional<SpeedRange> speed_range(const SubjectRun& run);

}  // namespace hone::derive
