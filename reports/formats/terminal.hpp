// A report as text for a person at a terminal: the answer, each subject, what could not be
// measured, what disturbed, and how it was done. ASCII but for names.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

std::string render_terminal(const Report& report, const TerminalStyle& style);

}  // namespace hone::reports
