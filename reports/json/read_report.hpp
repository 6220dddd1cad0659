// A saved report, hone.report/1, read back: what render_json() wrote, text that was not UTF-8
// apart.
#pragma once

#include <string_view>

#include "analyzers/model/report.hpp"
#include "analyzers/model/result.hpp"

namespace hone::reports {

// Refuses what is no such report or does not hold together; the error names the place, as in
// `subjects[0].variants[1].metrics.wall_time.value: is missing`. Fields that are not known are
// passed over, and those that older reports lack have their defaults: a newer or an older hone
// with the same schema may have written the report. The text may come from anyone: the memory that
// it can take is bounded.
Result<Report> read_report(std::string_view text);

}  // namespace hone::reports
