// What execve needs of a launch: where the program is, and its whole environment.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Where exec looks for the launch's program: itself when it holds a slash, else along PATH.
// Relative places are relative to the launch's folder, where the program starts.
Result<std::string> find_program(const Launch& launch);

// Our environment with the launch's additions, which win and come last.
std::vector<std::string> merged_environment(const Launch& launch);

}  // namespace hone::collect
