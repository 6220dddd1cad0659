// Why a variant's time differs: the factors of its CPU time, and the functions whose instructions
// changed most.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// Empty where neither is known, nor why not.
std::string render_explanation(const SubjectReport& subject, const TerminalStyle& style);

}  // namespace hone::reports
