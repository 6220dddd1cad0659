// `hone compare`: before/after comparisons of any commands.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_compare_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
