// hone heap: who allocates what.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_heap_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
