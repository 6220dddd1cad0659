// How fast the core ran while a subject was measured.
#pragma once

#include <optional>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

// Of the core's speeds beside the samples of all variants together. nullopt: fewer than ten samples
// have one, which have no 10th percentile.
std::optional<SpeedRange> speed_range(const SubjectRun& run);

}  // namespace hone::derive
