// The file that becomes the stdin of every run of a command. A pipe can be read only once, so hone
// reads it to its end beforehand and keeps what came.
#pragma once

#include <optional>
#include <string>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/model/command_input.hpp"
#include "analyzers/model/result.hpp"

namespace hone::measure {

struct CommandInput {
  collect::Descriptor file;               // -1: there is none, stdin is /dev/null
  std::optional<InputSummary> summary{};  // absent: there is none
};

// Opens the file at `path`. "-" is hone's own stdin, as are /dev/stdin and /dev/fd/0; other
// descriptors that hone was started with have such names, too. What a pipe brings is kept in a file
// without a name in $TMPDIR. Errors: it cannot be read, it is a folder or a terminal, the pipe was
// empty, there is no room to keep it, or an interrupt came meanwhile.
Result<CommandInput> open_command_input(const std::string& path);

}  // namespace hone::measure
