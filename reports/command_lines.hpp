// The commands of a subject in full, once: everywhere else long ones are cut.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/style.hpp"

namespace hone::reports {

// A line a command, the baseline's first, then the hooks.
std::string render_command_lines(const SubjectReport& subject, const TerminalStyle& style);

}  // namespace hone::reports
