// Where hone's own files are: in lib/hone beside its bin/, installed or in the build tree.
#pragma once

#include <string>

#include "analyzers/model/result.hpp"

namespace hone::collect {

// The path of this program; an error where /proc is not mounted.
Result<std::string> running_executable();

// The path of lib/hone/`name`; an error when it is not there.
Result<std::string> installed_file(const std::string& name);

}  // namespace hone::collect
