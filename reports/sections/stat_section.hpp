// One screen about one command: what a run of it costs.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// Of a report with one subject that has one variant; ends with a newline.
std::string render_stat(const Report& report, const TerminalStyle& style);

}  // namespace hone::reports
