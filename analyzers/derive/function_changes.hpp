// Which functions cost more or less than in the baseline, and how much all do.
#pragma once

#include <cstddef>
#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

// The changes, the largest first, 20 at most; functions without a change are left out. Functions
// are matched by name alone, so that a binary that was rebuilt or renamed matches; functions of one
// name are added up.
std::vector<FunctionChange> function_changes(const std::vector<FunctionCost>& baseline,
                                             const std::vector<FunctionCost>& variant);

// The change of all functions together, including those that function_changes() does not list.
InstructionChange instruction_change(const std::vector<FunctionCost>& baseline,
                                     const std::vector<FunctionCost>& variant);

// The first `most` functions, and the others as one entry "(the rest: N functions)", so that the
// sums stay.
std::vector<FunctionCost> with_rest(std::vector<FunctionCost> functions, std::size_t most);

}  // namespace hone::derive
