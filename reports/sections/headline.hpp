// The answer to one comparison of commands, as sentences: the first or the last thing that the
// eye meets.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

struct Headline {
  std::string claim;   // "./b is 1.12x faster than ./a"
  std::string detail;  // "(1.10x .. 1.14x; wall time, 95 % interval)"
};

// `variant` and `baseline` are escaped names.
Headline headline(const Comparison& comparison, const std::string& variant,
                  const std::string& baseline, const PlanSummary& plan);

// A sentence a comparison, then every variant that has none, and every failure.
std::string render_headlines(const SubjectReport& subject, const PlanSummary& plan,
                             const TerminalStyle& style);

}  // namespace hone::reports
