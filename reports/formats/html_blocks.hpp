// Lays out the blocks of a document as HTML. Every string is escaped here, in the charts beside it,
// and nowhere else.
#pragma once

#include <string>

#include "reports/document/document.hpp"

namespace hone::reports {

// Each heading of the first level begins a section.
std::string html_blocks(const Document& document);

}  // namespace hone::reports
