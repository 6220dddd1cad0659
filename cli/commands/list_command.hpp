// hone list: the catalogue, one line for each workload.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_list_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
