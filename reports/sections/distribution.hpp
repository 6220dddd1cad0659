// How the runs of each variant spread: order statistics with their intervals, and a sketch.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// A table for each metric that verdicts are about; empty when none has quantiles.
std::string render_quantiles(const SubjectReport& subject, const TerminalStyle& style);

// Of the main metric; empty without samples.
std::string render_sketch(const SubjectReport& subject, const TerminalStyle& style);

}  // namespace hone::reports
