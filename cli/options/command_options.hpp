// How a command is run, as `compare`, `stat` and `heap` share it. Pure: from what the user typed to
// settings.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct CommandOptions {
  std::string input = "null";            // or a file
  std::string output = "null";           // or "inherit", or a file
  std::string timeout;                   // empty: none
  std::vector<std::string> environment;  // "NAME=VALUE"; the last of a name counts
  std::string cwd;                       // empty: ours
};

// Input, output and timeout.
Result<CommandSettings> command_settings(const CommandOptions& options);

// "NAME=VALUE" in its two parts.
Result<std::pair<std::string, std::string>> parse_assignment(const std::string& text);

// The words of one command, with its folder and environment.
Result<Launch> wrapped_launch(const std::vector<std::string>& command,
                              const CommandOptions& options);

// Replaces a variable of that name.
void set_variable(Launch& launch, std::string name, std::string value);

}  // namespace hone::cli
