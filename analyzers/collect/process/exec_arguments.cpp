#include "analyzers/collect/process/exec_arguments.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "analyzers/collect/process/program_file.hpp"
#include "analyzers/collect/process/resource_limits.hpp"
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

constexpr int most_scripts = 5;  // scripts of scripts, as the kernel bounds them

// Those of POSIX shells and of bash; and "time" and the like, which bash keeps for itself.
constexpr std::array<std::string_view, 58> shell_words{
    ".",        ":",       "[[",      "alias",   "bg",       "bind",      "break",    "builtin",
    "caller",   "cd",      "command", "compgen", "complete", "continue",  "coproc",   "declare",
    "dirs",     "disown",  "enable",  "eval",    "exec",     "exit",      "export",   "fc",
    "fg",       "getopts", "hash",    "help",    "history",  "jobs",      "let",      "local",
    "logout",   "mapfile", "popd",    "pushd",   "read",     "readarray", "readonly", "return",
    "select",   "set",     "shift",   "shopt",   "source",   "suspend",   "time",     "times",
    "trap",     "type",    "typeset", "ulimit",  "umask",    "unalias",   "unset",    "wait",
    "function", "((",
};

Error because(const std::string& name, std::string_view why, std::string next = "") {
  return {fmt::format("cannot run '{}': {}", name, why), std::move(next)};
}

std::string remedy_for_one_word(const std::string& name) {
  return name.find_first_of(" \t\n") == std::string::npos
             ? ""
             : "all of it was taken for the program's name: give its words one by one, or give "
               "it to a shell (--shell, or sh -c '...')";
}

Error not_found(const std::string& name) {
  if (is_shell_word(name)) {
    return {fmt::format("command not found: '{}', which only a shell has", name),
            "give it to one (--shell, or sh -c '...')"};
  }
  const std::string next = remedy_for_one_word(name);
  return {fmt::format("command not found: '{}'", name),
          next.empty() ? "is it installed, and on PATH?" : next};
}

// The file that the kernel failed at: the program, or, where that is a script, its interpreter.
struct Suspect {
  std::string path;
  std::string called = "it";
  std::string head = {};
};

Suspect suspect_of(const std::string& program, const std::string& folder) {
  Suspect suspect{placed(program, folder)};
  for (int step = 0; step < most_scripts; ++step) {
    suspect.head = program_head(suspect.path);
    const std::string interpreter = script_interpreter(suspect.head);
    if (interpreter.empty() || access(suspect.path.c_str(), X_OK) != 0) break;
    suspect = {placed(interpreter, folder), fmt::format("its interpreter '{}'", interpreter)};
  }
  return suspect;
}

Error denied(const std::string& name, const std::string& program, const Suspect& suspect) {
  struct stat status {};
  if (stat(suspect.path.c_str(), &status) != 0) return because(name, std::strerror(EACCES));
  if (S_ISDIR(status.st_mode)) return because(name, fmt::format("{} is a folder", suspect.called));
  struct statvfs volume {};
  if (statvfs(suspect.path.c_str(), &volume) == 0 && (volume.f_flag & ST_NOEXEC) != 0) {
    return because(name,
                   fmt::format("{} is on a file system that is mounted noexec", suspect.called));
  }
  if (suspect.called != "it") {
    return because(name, fmt::format("{}: {}", suspect.called, std::strerror(EACCES)),
                   "may you execute that one? (chmod +x)");
  }
  const std::string which = program == name ? "it" : fmt::format("'{}'", program);
  return because(name, std::strerror(EACCES), fmt::format("may you execute {}? (chmod +x)", which));
}

Error no_format(const std::string& name, const Suspect& suspect) {
  if (program_kind(suspect.head) == ProgramKind::other_machine) {
    return because(name, fmt::format("{} is made for another kind of processor", suspect.called));
  }
  return because(name, fmt::format("{} is no executable format", suspect.called),
                 is_elf(suspect.head)
                     ? "it begins as an ELF file does: is it damaged, cut short, or not linked?"
                     : "a script's first line names its interpreter, such as #!/bin/sh");
}

Error without_interpreter(const std::string& name, const Suspect& suspect,
                          const std::string& head) {
  constexpr std::string_view why = "its interpreter is not found";
  const std::string_view first_line = std::string_view(head).substr(0, head.find('\n'));
  if (first_line.ends_with('\r')) {
    return because(name, why, "its lines end as on Windows: sed -i 's/\\r$//' takes the CR away");
  }
  return suspect.called != "it"
             ? because(name, why,
                       fmt::format("its first line names '{}', a file that does not "
                                   "exist or lacks its own loader",
                                   suspect.path))
             : because(name, why, "the loader that it was linked for does not exist");
}

}  // namespace

bool is_shell_word(std::string_view name) {
  return std::find(shell_words.begin(), shell_words.end(), name) != shell_words.end();
}

Result<std::string> find_program(const Launch& launch) {
  if (launch.argv.empty() || launch.argv.front().empty()) {
    return Error{"the command is empty", "name a program to run"};
  }
  const std::string& name = launch.argv.front();
  if (name.find('/') != std::string::npos) {
    if (can_execute(name, launch.cwd)) return name;
    return errno == EACCES ? execution_error(name, name, launch.cwd, errno)
                           : because(name, std::strerror(errno),
                                     errno == ENOENT ? remedy_for_one_word(name) : "");
  }
  const char* variable = std::getenv("PATH");
  const char* path = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  std::optional<Error> refusal;  // of the first that is there, and cannot be executed
  for (const std::string& folder : text::split(path, ':')) {
    std::string candidate = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (can_execute(candidate, launch.cwd)) return candidate;
    const int error = errno;
    struct stat status {};
    const bool there = lstat(placed(candidate, launch.cwd).c_str(), &status) == 0;
    if (refusal || !there || (error != EACCES && error != ELOOP)) continue;
    refusal = execution_error(name, candidate, launch.cwd, error);
  }
  return refusal ? *refusal : not_found(name);
}

Error execution_error(const std::string& name, const std::string& program,
                      const std::string& folder, int error) {
  struct stat status {};
  const std::string path = placed(program, folder);
  const bool there = stat(path.c_str(), &status) == 0;
  if (error == ENOENT && there) {
    return without_interpreter(name, suspect_of(program, folder), program_head(path));
  }
  if (error == EACCES) return denied(name, program, suspect_of(program, folder));
  if (error == ENOEXEC) return no_format(name, suspect_of(program, folder));
  if (error == ELOOP && program != name) {
    return because(name, fmt::format("'{}': {}", program, std::strerror(error)));
  }
  return because(name, std::strerror(error), remedy_for_starting(error));
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
