// What stands around the subjects of a report: that the run was interrupted, what disturbed it, and
// how it was done.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// "Interrupted: only what was finished is shown."; `what`: "shown".
Document interruption(std::string_view what);

// What may have disturbed the run; empty when nothing is known to have.
Document disturbances(const Environment& environment);

// " Input: data, 5.7 KiB."; "" where there was none.
std::string input_text(const std::optional<InputSummary>& input);

// The tool, the plan, and what the words of the report mean.
Document closing(const Report& report);

}  // namespace hone::reports
