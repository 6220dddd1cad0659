// Which of the gauge's readings of the core's speed are taken for speeds.
#pragma once

#include "analyzers/model/sample.hpp"

namespace hone::measure {

// Removes every reading that is less than half of the median of all, over all variants and their
// runs as simulated: no core slows down by so much for a run, and a program beside it makes the
// gauge read so. Of a variant that fewer than half of its samples have a reading of, all are
// removed, and its frequency is absent with that reason.
void drop_disturbed_readings(SubjectRun& run);

}  // namespace hone::measure
