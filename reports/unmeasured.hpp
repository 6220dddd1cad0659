// What was wanted and could not be measured, and why: each reason once, however many variants and
// metrics it took away. What nobody asked for is a line.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/style.hpp"

namespace hone::reports {

// Empty when nothing is missing.
std::string render_unmeasured(const Report& report, const TerminalStyle& style);

}  // namespace hone::reports
