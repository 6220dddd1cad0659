// Which files a command line names. What an option writes may be neither read nor written by
// another one, which would lose it: this is refused before anything is run.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"
#include "cli/options/command_options.hpp"

namespace hone::cli {

struct FileRole {
  std::string option;  // as the user knows it: "--flame"
  std::string path;    // empty: the option was not given; "-": stdout
};

struct FileRoles {
  std::vector<FileRole> read;
  std::vector<FileRole> written;
};

// Those of --input and --output.
FileRoles roles_of(const CommandOptions& options);

// The plan's commands and their hooks.
std::vector<Launch> launches_of(const Plan& plan);

// Adds what the launches execute, found as it is when they run; what is not found has no role. Each
// program and folder once, however often it is launched.
void add_programs(const std::vector<Launch>& launches, FileRoles& roles);

// Checks that each file that is written has one role, and that none is a program. Devices and pipes
// may have several, and stdout one beside the text that it gets. The error names both options.
Result<void> check_apart(const FileRoles& roles);

}  // namespace hone::cli
