// Text for a person at a terminal. It is ASCII but for names, which are escaped.
#pragma once

#include <cstdint>
#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// How much is shown of a report with many subjects.
enum class Extent : std::uint8_t {
  // More than a dozen have an overview, and what failed or contradicts itself; of one that compares
  // more than a dozen commands the verdicts are shown.
  screens,
  all,
};

// Renders the answer, each subject, what could not be measured, what disturbed the run, and how it
// was done.
std::string render_terminal(const Report& report, const TerminalStyle& style,
                            Extent extent = Extent::all);

std::string render_terminal(const Document& document, const TerminalStyle& style);
std::string render_terminal(AnsweredDocument document, const TerminalStyle& style);

}  // namespace hone::reports
