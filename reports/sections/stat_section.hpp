// One screen about one command: what a run of it costs.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// Of a report with one subject that has one variant.
Document stat_section(const Report& report);

}  // namespace hone::reports
