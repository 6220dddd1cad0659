// hone run: the main job, before/after comparisons of catalogue workloads.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_run_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
