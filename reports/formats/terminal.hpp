// Text for a person at a terminal. It is ASCII but for names, which are escaped.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"
#include "reports/sections/whole_report.hpp"

namespace hone::reports {

std::string render_terminal(const Report& report, const TerminalStyle& style,
                            Extent extent = Extent::all);

std::string render_terminal(const Document& document, const TerminalStyle& style);
std::string render_terminal(AnsweredDocument document, const TerminalStyle& style);

}  // namespace hone::reports
