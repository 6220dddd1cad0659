// What this machine can measure and what disturbs it, as `hone doctor` prints it.
#pragma once

#include <span>
#include <string>

#include "analyzers/model/collector.hpp"
#include "analyzers/model/counter_abilities.hpp"
#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// `collectors`: the passes beside timing. Whether the tools that they need are here stands in
// `environment`.
Document doctor_section(const Environment& environment, const CounterAbilities& counters,
                        std::span<const Collector> collectors);

}  // namespace hone::reports
