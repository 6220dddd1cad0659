// A tool counts as found once it ran and named its version: being in PATH is not enough
// for one whose loader or interpreter is missing.
#include "analyzers/collect/external_tools.hpp"

#include <fmt/format.h>

#include "analyzers/collect/machine/environment_parse.hpp"

namespace hone::collect {
namespace {

constexpr Seconds answer_timeout{5};

}  // namespace

ExternalTool find_external_tool(const std::string& name, Seconds timeout) {
  ExternalTool tool;
  tool.name = name;
  const Launch launch{.argv = {name, "--version"}, .env = {}, .cwd = {}};
  const Result<Captured> answer = run_and_capture(launch, timeout);
  if (!answer.ok()) {
    tool.unavailable = answer.error().what;
    return tool;
  }
  if (answer->exit.signal != 0 || answer->exit.code != 0) {
    tool.unavailable = fmt::format("'{} --version': {}", name, describe(answer->exit));
    return tool;
  }
  tool.version = parse_version(answer->output);
  if (tool.version.empty()) {
    tool.unavailable = fmt::format("'{} --version' names no version", name);
  }
  return tool;
}

std::vector<ExternalTool> find_external_tools(std::span<const std::string_view> names) {
  std::vector<ExternalTool> tools;
  tools.reserve(names.size());
  for (const std::string_view name : names) {
    tools.push_back(find_external_tool(std::string(name), answer_timeout));
  }
  return tools;
}

}  // namespace hone::collect
