// Markdown as GitHub and GitLab show it: pipe tables, and names in code spans, where nothing in
// them is markup, a mention or a link.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"
#include "reports/sections/whole_report.hpp"

namespace hone::reports {

std::string render_markdown(const Report& report, Extent extent = Extent::all);

std::string render_markdown(const Document& document);

}  // namespace hone::reports
