// The speed of the core that this thread runs on, by a gauge that needs no PMU: a chain
// of dependent register additions. Each takes one cycle on every x86-64 and Arm core since
// Core 2 and Cortex-A53 (Fog, "Instruction tables"), whatever else the core could do in
// parallel, and neither caches nor a busy sibling thread matter to it.
#pragma once

namespace hone::collect {

// Cycles a second, in hertz: the better of two chains of about 10 us each, so that an
// interrupt in one of them is not taken for a slow core.
double core_frequency();

}  // namespace hone::collect
