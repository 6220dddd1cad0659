// hone doctor: what this machine can measure and what disturbs it.
#pragma once

#include "cli/options/command.hpp"

namespace hone::cli {

void add_doctor_command(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
