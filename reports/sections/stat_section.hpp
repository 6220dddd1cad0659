// One screen about one command: what a run of it costs.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// `report` has at most one subject, and that has one variant.
Document stat_section(const Report& report);

}  // namespace hone::reports
