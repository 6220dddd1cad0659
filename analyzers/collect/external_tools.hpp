// Finds the programs that hone starts at run time where they are installed, and their versions.
// Asking a program runs it once, which takes some hundredths of a second.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/collect/process/process.hpp"
#include "analyzers/model/report.hpp"

namespace hone::collect {

// Each program is looked for in PATH and run with --version.
std::vector<ExternalTool> find_external_tools(std::span<const std::string_view> names);
ExternalTool find_external_tool(const std::string& name, Seconds timeout);

}  // namespace hone::collect
