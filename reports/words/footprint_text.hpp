// Where the data of a workload lies, in words.
#pragma once

#include <string>

#include "analyzers/model/footprint.hpp"

namespace hone::reports {

// "64 MiB: in L3 (260 MiB) here", "1 GiB: beyond L3 (260 MiB) here", or "64 MiB; in which cache is
// not known: REASON".
std::string footprint_text(const Footprint& footprint);

}  // namespace hone::reports
