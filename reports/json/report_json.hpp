// A report as JSON, `hone.report/1`; what each field means stands in
// reports/schema/hone.report-1.schema.json.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// Renders the report: keys in a fixed order, units in SI base, UTF-8 (bytes that are not become
// U+FFFD), a line feed at the end. Throws std::logic_error, naming the field, when a number is not
// finite: JSON has no word for it, and a made-up one would be read as a result.
std::string render_json(const Report& report);

}  // namespace hone::reports
