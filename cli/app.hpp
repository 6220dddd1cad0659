// Parses the command line and runs the subcommand that it names.
#pragma once

namespace hone::cli {

// The process's exit code.
int run_app(int argc, char** argv);

}  // namespace hone::cli
