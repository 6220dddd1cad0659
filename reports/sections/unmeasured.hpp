// What was wanted and could not be measured, and why: each reason once, however many variants and
// metrics it took away. What nobody asked for is a line.
#pragma once

#include <cstdint>
#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// Whether the report's warnings, one of which is a missing PMU, are shown beside this.
enum class Warnings : std::uint8_t { hidden, shown };

// Empty when nothing is missing.
std::string render_unmeasured(const Report& report, Warnings warnings, const TerminalStyle& style);

}  // namespace hone::reports
