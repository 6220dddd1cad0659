// Lays out the blocks of a document for a terminal. Every string is escaped here, and nowhere else.
#pragma once

#include <string>

#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// The document as lines, each with its line feed. A break becomes an empty line between the blocks
// around it.
std::string lay_out(const Document& document, const TerminalStyle& style);

}  // namespace hone::reports
