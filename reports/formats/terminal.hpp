// Text for a person at a terminal. It is ASCII but for names, which are escaped.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// Renders the answer, each subject, what could not be measured, what disturbed the run, and how it
// was done.
std::string render_terminal(const Report& report, const TerminalStyle& style);

std::string render_terminal(const Document& document, const TerminalStyle& style);
std::string render_terminal(AnsweredDocument document, const TerminalStyle& style);

}  // namespace hone::reports
