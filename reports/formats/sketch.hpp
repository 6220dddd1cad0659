// A histogram in characters: one row for each series, with far values counted at the ends.
#pragma once

#include <string>

#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// The caption, the rows and the axis; "" when there are no samples.
std::string sketch(const Histogram& histogram, const TerminalStyle& style);

}  // namespace hone::reports
