// The speed of the core that this thread runs on, by a gauge that needs no PMU: a chain
// of dependent register additions. Each takes one cycle on every x86-64 and Arm core since
// Core 2 and Cortex-A53 (Fog, "Instruction tables"), whatever else the core could do in
// parallel, and neither caches nor a busy sibling thread matter to it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hone::collect {

// Cycles a second, in hertz, by chains of about 10 us each: the fastest, if a second one agrees
// with it within 3 %, so that what an interrupt or another program took is not taken for a slow
// core. 0: no two of eight agree, or the speed is none that this processor has; the gauge was
// disturbed.
double core_frequency();

// The frequency by the chains' times in seconds, each of so many cycles. nullopt: the two shortest
// do not agree. Pure.
std::optional<double> agreed_frequency(std::span<const double> seconds, double cycles);

struct SpeedLimits {
  double least = 0;  // hertz
  double most = 0;
};

// The speeds that a processor can have. `cpufreq_least`, `cpufreq_most`: in kilohertz, as the
// kernel tells of it in cpuinfo_min_freq and cpuinfo_max_freq; empty where it does not control the
// clock, as on virtual machines. There a busy core runs at no less than half of its nominal clock,
// which `cpuinfo` tells, and at no more than three times of it. What is not known bounds nothing.
// Pure.
SpeedLimits speed_limits(std::string_view cpufreq_least, std::string_view cpufreq_most,
                         std::string_view cpuinfo);

}  // namespace hone::collect
