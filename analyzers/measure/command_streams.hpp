// The files that a command's stdin and stdout are.
#pragma once

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::measure {

// The input, -1 where there is none. Refuses what cannot be read, and an output file that cannot be
// written or is the input.
Result<collect::Descriptor> open_input(const CommandSettings& settings);

// Emptied; only where the output is a file.
Result<collect::Descriptor> open_output_file(const CommandSettings& settings);

}  // namespace hone::measure
