// Reports of one comparison whose time is explained: by a PMU, by a PMU that had to share its
// counters, and by a simulation on a machine that has none.
#pragma once

#include "analyzers/model/report.hpp"

namespace hone::reports {

Report sample_with_pmu();
Report sample_with_multiplexed_pmu();
Report sample_with_simulation();

}  // namespace hone::reports
