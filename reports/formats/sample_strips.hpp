// How samples spread, drawn: a strip for each series, all on one axis, a line for each sample and a
// taller one at the median. Static SVG.
#pragma once

#include <string>

#include "reports/document/document.hpp"

namespace hone::reports {

// A figure with its caption; "" when there are no samples.
std::string sample_strips(const Histogram& histogram);

}  // namespace hone::reports
