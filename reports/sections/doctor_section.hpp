// What this machine can measure and what disturbs it, as `hone doctor` prints it.
#pragma once

#include <string>

#include "analyzers/model/counter_abilities.hpp"
#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

std::string render_environment(const Environment& environment, const CounterAbilities& counters,
                               const TerminalStyle& style);

}  // namespace hone::reports
