// Text for a person at a terminal. ASCII but for names, which are escaped.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// The answer, each subject, what could not be measured, what disturbed, and how it was done.
std::string render_terminal(const Report& report, const TerminalStyle& style);

std::string render_terminal(const Document& document, const TerminalStyle& style);
std::string render_terminal(AnsweredDocument document, const TerminalStyle& style);

}  // namespace hone::reports
