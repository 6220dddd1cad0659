// Times the very code that was simulated. Callgrind's processor lacks instruction sets, and the
// C library and the catalogue choose by them: ordinary runs may take another path.
#pragma once

#include "analyzers/measure/run_context.hpp"

namespace hone::measure {

// Fills in the path of each variant that was simulated, and runs units in which all of them run the
// simulated code: as many as were timed, and at most 20, which take less time than the simulation
// did. Variants whose cycles were counted need none. A variant that fails so has that as its
// reason.
void time_simulated_paths(const RunContext& context, SubjectRun& run);

}  // namespace hone::measure
