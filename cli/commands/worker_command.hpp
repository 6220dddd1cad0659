// hone worker, a hidden command: the process in which one variant of a workload runs.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_worker_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
