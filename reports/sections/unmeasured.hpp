// What was requested and could not be measured, and why. Each reason is given once, however many
// variants and metrics it took away. What was not requested is summed up by collector.
#pragma once

#include <cstdint>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// Whether the report's warnings, one of which is a missing PMU, are shown beside this.
enum class Warnings : std::uint8_t { hidden, shown };

// The document is empty when nothing is missing.
Document unmeasured(const Report& report, Warnings warnings);

}  // namespace hone::reports
