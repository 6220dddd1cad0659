// What is to be said about a subject below its tables: units that were left out, inconclusive
// comparisons, and findings.
#pragma once

#include <cstdint>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// Whether inconclusive comparisons are explained here, or were explained elsewhere.
enum class Inconclusive : std::uint8_t { explain, told };

// The document is empty when there is nothing to say.
Document remarks(const SubjectReport& subject, const PlanSummary& plan, Inconclusive inconclusive);

}  // namespace hone::reports
