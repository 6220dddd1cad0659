#include "analyzers/collect/process/installation.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/core.h>

namespace hone::collect {

Result<std::string> running_executable() {
  std::error_code error;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) {
    return Error{fmt::format("cannot read /proc/self/exe: {}", error.message()),
                 "mount /proc: mount -t proc proc /proc"};
  }
  return executable.string();
}

Result<std::string> installed_file(const std::string& name) {
  const Result<std::string> own = running_executable();
  if (!own) return own.error();
  const std::filesystem::path executable = *own;
  std::error_code error;
  const std::filesystem::path file = executable.parent_path().parent_path() / "lib" / "hone" / name;
  const bool is_there = std::filesystem::exists(file, error);
  if (error) {
    return Error{fmt::format("cannot look for {}: {}", file.string(), error.message()),
                 "install hone where this user may read it"};
  }
  if (!is_there) {
    return Error{fmt::format("{}: not found", file.string()), "install all of hone's files"};
  }
  return file.string();
}

}  // namespace hone::collect
