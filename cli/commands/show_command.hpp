// hone show ID: one workload in full.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_show_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
