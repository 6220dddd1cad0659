#include "analyzers/collect/launch/prepared_command.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "analyzers/collect/process/exec_arguments.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr const char* padding_name = "HONE_PADDING";

bool has_zero_byte(const Launch& launch) {
  const auto holds = [](const std::string& text) { return text.find('\0') != std::string::npos; };
  bool found = holds(launch.cwd);
  for (const std::string& argument : launch.argv) found = found || holds(argument);
  for (const auto& [name, value] : launch.env) found = found || holds(name) || holds(value);
  return found;
}

Result<void> check_folder(const Launch& launch) {
  if (launch.cwd.empty()) return {};
  std::error_code error;
  if (std::filesystem::is_directory(launch.cwd, error)) return {};
  const std::string why = error ? error.message() : std::strerror(ENOTDIR);
  return Error{fmt::format("cannot run '{}' in '{}': {}", launch.argv.front(), launch.cwd, why),
               "name a folder that exists"};
}

}  // namespace

Result<PreparedCommand> PreparedCommand::prepare(const Launch& launch) {
  if (has_zero_byte(launch)) return Error{"the command holds a zero byte", ""};
  if (launch.argv.empty()) return Error{"the command is empty", "name a program to run"};
  if (const Result<void> folder = check_folder(launch); !folder) return folder.error();
  Result<std::string> program = find_program(launch);
  if (!program) return program.error();
  Launch padded = launch;
  padded.env.emplace_back(padding_name, "");

  PreparedCommand command;
  command.name_ = launch.argv.front();
  command.program_ = std::move(*program);
  command.folder_ = launch.cwd;
  std::string& strings = command.strings_;
  strings.push_back('\0');
  const auto add = [&strings](const std::string& text) {
    const std::uint64_t offset = strings.size();
    strings.append(text.c_str(), text.size() + 1);
    return offset;
  };
  const std::uint64_t program_string = add(command.program_);
  const std::uint64_t folder_string = add(command.folder_);
  for (const std::string& text : launch.argv) command.pointers_.push_back(add(text));
  command.pointers_.push_back(0);
  command.envp_ = command.pointers_.size() * sizeof(std::uint64_t);
  for (const std::string& text : merged_environment(padded)) command.pointers_.push_back(add(text));
  command.pointers_.push_back(0);
  const std::uint64_t strings_start = command.pointers_.size() * sizeof(std::uint64_t);
  command.program_offset_ = strings_start + program_string;
  command.folder_offset_ = strings_start + folder_string;
  return command;
}

std::size_t PreparedCommand::bytes(std::size_t padding) const {
  return pointers_.size() * sizeof(std::uint64_t) + strings_.size() + padding;
}

bool PreparedCommand::write(char* target, std::uint64_t address, std::size_t capacity,
                            std::size_t padding) const {
  if (padding > capacity || bytes(padding) > capacity) return false;
  const std::uint64_t strings_start = pointers_.size() * sizeof(std::uint64_t);
  for (const std::uint64_t offset : pointers_) {
    const std::uint64_t pointer = offset == 0 ? 0 : address + strings_start + offset;
    std::memcpy(target, &pointer, sizeof pointer);
    target += sizeof pointer;
  }
  std::memcpy(target, strings_.data(), strings_.size());
  // HONE_PADDING is the last string: its end moves.
  char* const end = target + strings_.size() - 1;
  std::memset(end, 'x', padding);
  end[padding] = '\0';
  return true;
}

}  // namespace hone::collect
