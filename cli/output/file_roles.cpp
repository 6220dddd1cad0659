#include "cli/output/file_roles.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <sys/stat.h>

#include "analyzers/collect/process/exec_arguments.hpp"
#include "cli/output/save.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

bool look_up(const std::string& path, struct stat& status) {
  const std::optional<int> descriptor = named_descriptor(path);
  return (descriptor ? fstat(*descriptor, &status) : stat(path.c_str(), &status)) == 0;
}

// Of a file that does not exist yet, but may be named by a link. Empty: there cannot be one.
std::filesystem::path place_of(const std::string& path) {
  std::error_code error;
  return std::filesystem::weakly_canonical(std::filesystem::absolute(target_of(path), error),
                                           error);
}

// Whether the machine executes the file: an ELF image, as programs and libraries are, or an
// executable script.
bool is_program(const std::string& path) {
  struct stat status {};
  if (!look_up(path, status) || !S_ISREG(status.st_mode) || named_descriptor(path)) return false;
  constexpr std::string_view image =
      "\x7f"
      "ELF";
  std::string start(image.size(), '\0');
  std::ifstream(path, std::ios::binary)
      .read(start.data(), static_cast<std::streamsize>(start.size()));
  return start == image || (start.starts_with("#!") && (status.st_mode & S_IXUSR) != 0);
}

bool is_same_file(const std::string& one, const std::string& other) {
  struct stat first {};
  struct stat second {};
  const bool first_exists = look_up(one, first);
  const bool second_exists = look_up(other, second);
  if (first_exists && second_exists) {
    return S_ISREG(first.st_mode) && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
  }
  if (first_exists || second_exists) return false;
  const std::filesystem::path place = place_of(one);
  return !place.empty() && place == place_of(other);
}

Result<void> check_two(const FileRole& one, const FileRole& other) {
  if (one.path.empty() || other.path.empty()) return {};
  if (names_stdout(one.path) && names_stdout(other.path)) {
    return Error{fmt::format("{} and {} would both write to stdout", one.option, other.option),
                 "name a file for one of them"};
  }
  if (!is_same_file(one.path, other.path)) return {};
  return Error{fmt::format("{} and {} are both '{}'", one.option, other.option,
                           named_descriptor(other.path) ? one.path : other.path),
               "name another file"};
}

}  // namespace

FileRoles roles_of(const CommandOptions& options) {
  FileRoles roles;
  if (options.input != "null") {
    // "-" is stdout where it is written to.
    roles.read.push_back({"--input", options.input == "-" ? "/dev/stdin" : options.input});
  }
  const CommandSettings::Output output = output_named(options.output);
  if (output == CommandSettings::Output::inherit) {
    roles.written.push_back({"--output inherit", "-"});
  } else if (output == CommandSettings::Output::file) {
    roles.written.push_back({"--output", options.output});
  }
  return roles;
}

std::vector<Launch> launches_of(const Plan& plan) {
  std::vector<Launch> launches;
  for (const Subject& subject : plan.subjects) {
    for (const Variant& variant : subject.variants) {
      launches.push_back(variant.launch);
      const Hooks& hooks = variant.hooks;
      for (const auto* hook : {&hooks.setup, &hooks.prepare, &hooks.conclude, &hooks.cleanup}) {
        if (*hook) launches.push_back(**hook);
      }
    }
  }
  return launches;
}

void add_programs(const std::vector<Launch>& launches, FileRoles& roles) {
  std::set<std::pair<std::string, std::string>> known;
  for (const Launch& launch : launches) {
    if (launch.argv.empty() || !known.emplace(launch.argv.front(), launch.cwd).second) continue;
    const Result<std::string> found = collect::find_program(launch);
    if (!found) continue;
    roles.read.push_back({"the program", (std::filesystem::path(launch.cwd) / *found).string()});
  }
}

Result<void> check_apart(const FileRoles& roles) {
  std::vector<FileRole> written = roles.written;
  const auto to_stdout = [](const FileRole& role) { return names_stdout(role.path); };
  if (std::none_of(written.begin(), written.end(), to_stdout)) written.push_back({"stdout", "-"});
  for (std::size_t i = 0; i < written.size(); ++i) {
    for (const FileRole& read : roles.read) {
      if (Result<void> apart = check_two(read, written[i]); !apart) return apart;
    }
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (Result<void> apart = check_two(written[earlier], written[i]); !apart) return apart;
    }
    if (is_program(written[i].path)) {
      return Error{
          fmt::format("{} would replace the program '{}'", written[i].option, written[i].path),
          "name another file, or remove it first"};
    }
  }
  return {};
}

}  // namespace hone::cli
