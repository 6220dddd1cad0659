// What execve needs of a launch: where the program is, and its whole environment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// The path of the launch's program: its name itself when that holds a slash, else the first match
// along PATH. Relative paths are relative to the launch's folder, where the program starts. Where
// there is none, the error says so, of what only a shell has too; of a match that may not be
// executed it says why.
Result<std::string> find_program(const Launch& launch);

// Whether the word means something to shells without a program of that name: "cd", "ulimit".
bool is_shell_word(std::string_view name);

// Why execve failed with `error`: for the command as it was named, the file that was found for it,
// and the folder that relative paths start at (empty: hone's own).
Error execution_error(const std::string& name, const std::string& program,
                      const std::string& folder, int error);

// hone's environment with the launch's additions, which win and come last.
std::vector<std::string> merged_environment(const Launch& launch);

}  // namespace hone::collect
