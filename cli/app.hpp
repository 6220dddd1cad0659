// Parses the command line and runs the subcommand that it names.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

// The process's exit code.
int run_app(int argc, char** argv);

// The exit code of `action`; that of a fault of hone's own, which is told, when it throws.
int catch_own_faults(const Action& action);

}  // namespace hone::cli
