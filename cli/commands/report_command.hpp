// `hone report`: shows a saved report.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_report_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
