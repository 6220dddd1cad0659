// One self-contained page: no script, nothing fetched, and a Content-Security-Policy that allows
// neither. Readable in light and dark, on a phone, on paper, and without a style at all.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/sections/whole_report.hpp"

namespace hone::reports {

std::string render_html(const Report& report, Extent extent = Extent::all);

}  // namespace hone::reports
