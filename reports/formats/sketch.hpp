// A histogram in characters: a row a series, its far values counted at the ends.
#pragma once

#include <string>

#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// Empty without samples.
std::string sketch(const Histogram& histogram, const TerminalStyle& style);

}  // namespace hone::reports
