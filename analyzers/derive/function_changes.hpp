// Which functions cost more or less than in the baseline, and how much all do.
#pragma once

#include <cstddef>
#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

// By name alone, so that a binary that was built anew or renamed matches; functions of one name
// are added up. The largest first, 20 at most; what did not change is left out.
std::vector<FunctionChange> function_changes(const std::vector<FunctionCost>& baseline,
                                             const std::vector<FunctionCost>& variant);

// Of all functions together, those included whose change is not listed.
InstructionChange instruction_change(const std::vector<FunctionCost>& baseline,
                                     const std::vector<FunctionCost>& variant);

// The first `most`, and the others as one entry "(the rest: N functions)", so that the sums stay.
std::vector<FunctionCost> with_rest(std::vector<FunctionCost> functions, std::size_t most);

}  // namespace hone::derive
