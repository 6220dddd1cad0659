// `hone selftest`: how often hone is wrong on this machine, and what it can tell apart.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_selftest_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
