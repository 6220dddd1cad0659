#include "analyzers/collect/process/exec_arguments.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/text/parts.hpp"
#include "fmt/format.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): musl has it in no header

namespace hone::collect {
namespace {

std::string placed(const std::string& program, const std::string& folder) {
  const bool relative = program.front() != '/' && !folder.empty();
  return relative ? folder + "/" + program : program;
}

bool can_execute(const std::string& program, const std::string& folder) {
  const std::string path = placed(program, folder);
  if (access(path.c_str(), X_OK) != 0) return false;
  // A folder may be entered, which is no permission to run it.
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) errno = EISDIR;
  return !S_ISDIR(status.st_mode);
}

}  // namespace

Result<std::string> find_program(const Launch& launch) {
  if (launch.argv.empty() || launch.argv.front().empty()) {
    return Error{"the command is empty", "name a program to run"};
  }
  const std::string& name = launch.argv.front();
  if (name.find('/') != std::string::npos) {
    if (can_execute(name, launch.cwd)) return name;
    return Error{fmt::format("cannot run '{}': {}", name, std::strerror(errno)), ""};
  }
  const char* variable = std::getenv("PATH");
  const char* path = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  for (const std::string& folder : text::split(path, ':')) {
    std::string candidate = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (can_execute(candidate, launch.cwd)) return candidate;
  }
  return Error{fmt::format("command not found: '{}'", name), "is it installed, and on PATH?"};
}

Error execution_error(const std::string& name, const std::string& program,
                      const std::string& folder, int error) {
  const auto because = [&](std::string_view why, std::string next = "") {
    return Error{fmt::format("cannot run '{}': {}", name, why), std::move(next)};
  };
  struct stat status {};
  const bool there = stat(placed(program, folder).c_str(), &status) == 0;
  if (error == ENOENT && there) {
    return because(
        "its interpreter is not found",
        "its first line, or the loader it was linked for, names a file that does not exist");
  }
  if (error == EACCES && there && S_ISDIR(status.st_mode)) return because("it is a folder");
  if (error == EACCES) return because(std::strerror(error), "may you execute it? (chmod +x)");
  if (error == ENOEXEC) {
    return because("it is no executable format",
                   "a script's first line names its interpreter, such as #!/bin/sh");
  }
  return because(std::strerror(error));
}

std::vector<std::string> merged_environment(const Launch& launch) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    bool replaced = false;
    for (const auto& addition : launch.env) replaced = replaced || addition.first == name;
    if (!replaced) merged.emplace_back(text);
  }
  for (const auto& [name, value] : launch.env) merged.push_back(fmt::format("{}={}", name, value));
  return merged;
}

}  // namespace hone::collect
