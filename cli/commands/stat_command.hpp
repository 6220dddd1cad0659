// hone stat: what one command costs.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_stat_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
