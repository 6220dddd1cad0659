// The options of `compare`, `stat` and `heap` that say how a command is run. Pure: what the user
// typed becomes settings.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// What CLI11 makes of a flag to which no value is joined by '='.
inline constexpr std::string_view flag_without_value = "true";

// The options as typed; nothing has been checked yet.
struct CommandOptions {
  std::string input = "null";            // or a file; "-": hone's own stdin
  std::string output = "auto";           // or "null", "pipe", "inherit", or a file
  std::string timeout;                   // empty: none
  std::vector<std::string> environment;  // "NAME=VALUE"; the last of a name counts
  std::string cwd;                       // empty: hone's own
};

// What --output's value means; `file`: it is the file's path.
CommandSettings::Output output_named(std::string_view value);

// The settings for input, output and timeout.
Result<CommandSettings> command_settings(const CommandOptions& options);

// The two parts of "NAME=VALUE".
Result<std::pair<std::string, std::string>> parse_assignment(const std::string& text);

// The launch of one command: its words, folder and environment.
Result<Launch> wrapped_launch(const std::vector<std::string>& command,
                              const CommandOptions& options);

// Sets an environment variable; it replaces any of the same name.
void set_variable(Launch& launch, std::string name, std::string value);

}  // namespace hone::cli
