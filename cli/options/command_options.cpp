#include "cli/options/command_options.hpp"

#include <algorithm>
#include <string_view>

#include "cli/options/comparison_options.hpp"
#include "fmt/format.h"

namespace hone::cli {

CommandSettings::Output output_named(std::string_view value) {
  using enum CommandSettings::Output;
  if (value == "auto") return automatic;
  if (value == "null") return null;
  if (value == "pipe") return pipe;
  if (value == "inherit" || value == "-") return inherit;  // "-" is stdout, as it is for -o
  return file;
}

Result<CommandSettings> command_settings(const CommandOptions& options) {
  CommandSettings settings;
  if (options.input != "null") settings.input = options.input;
  settings.output = output_named(options.output);
  if (settings.output == CommandSettings::Output::file) settings.output_file = options.output;
  if (!options.timeout.empty()) {
    const auto timeout = parse_positive_duration("--timeout", options.timeout);
    if (!timeout) return timeout.error();
    settings.timeout = *timeout;
  }
  return settings;
}

Result<std::pair<std::string, std::string>> parse_assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return Error{fmt::format("--env '{}' is not of the form NAME=VALUE", text), ""};
  }
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<Launch> wrapped_launch(const std::vector<std::string>& command,
                              const CommandOptions& options) {
  Launch launch;
  launch.argv = command;
  launch.cwd = options.cwd;
  for (const std::string& text : options.environment) {
    auto assignment = parse_assignment(text);
    if (!assignment) return assignment.error();
    set_variable(launch, std::move(assignment->first), std::move(assignment->second));
  }
  return launch;
}

void set_variable(Launch& launch, std::string name, std::string value) {
  const auto same = [&](const auto& earlier) { return earlier.first == name; };
  launch.env.erase(std::remove_if(launch.env.begin(), launch.env.end(), same), launch.env.end());
  launch.env.emplace_back(std::move(name), std::move(value));
}

}  // namespace hone::cli
