// The blocks of a document laid out for a terminal. Every string is escaped here, and nowhere else.
#pragma once

#include <string>

#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// Lines, each with its line feed. A break is an empty line between what stands around it.
std::string lay_out(const Document& document, const TerminalStyle& style);

}  // namespace hone::reports
