// Which functions cost more or less than in the baseline.
#pragma once

#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

// By name alone, so that a binary that was built anew or renamed matches; functions of one name
// are added up. The largest first, 20 at most; what did not change is left out. A list that ends
// in an entry "(the rest: ...)" was cut: a function that is missing there and cheaper than every
// listed one may be in that rest, so nothing is said of it; a dearer one may have become cheap, so
// it counts as changed.
std::vector<FunctionChange> function_changes(const std::vector<FunctionCost>& baseline,
                                             const std::vector<FunctionCost>& variant);

}  // namespace hone::derive
