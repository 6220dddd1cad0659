// Parses the command line and runs the subcommand that it names.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

// The process's exit code.
int run_app(int argc, char** argv);

// Runs `action` and returns its exit code. An exception is reported as a fault of hone's own, and
// the exit code is then that of such a fault.
int catch_own_faults(const Action& action);

}  // namespace hone::cli
