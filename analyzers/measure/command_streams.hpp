// Opens the files that become a command's stdin and stdout.
#pragma once

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/measure/stdin_file.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::measure {

// Opens the input. Errors: those of open_command_input(), and that the output file cannot be
// written or is the input.
Result<CommandInput> open_input(const CommandSettings& settings);

// Opens the output file and empties it. Only for settings whose output is a file.
Result<collect::Descriptor> open_output_file(const CommandSettings& settings);

}  // namespace hone::measure
