// A launch made ready to be run thousands of times: the program is found, and arguments and
// environment are laid out as execve takes them, so that a run costs one copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

class PreparedCommand {
 public:
  // Fails when the program is not found, the launch's folder is not a directory, or a text holds a
  // zero byte. The environment is hone's as of now, with the launch's additions.
  static Result<PreparedCommand> prepare(const Launch& launch);

  // Writes pointers and strings to `target`, which hone-launcher sees at `address`. HONE_PADDING
  // comes last and is `padding` bytes long: where the stack starts depends on it. False when more
  // than `capacity` is needed.
  bool write(char* target, std::uint64_t address, std::size_t capacity, std::size_t padding) const;

  // Bytes that write() needs.
  [[nodiscard]] std::size_t bytes(std::size_t padding) const;

  [[nodiscard]] const std::string& name() const { return name_; }        // argv[0], as typed
  [[nodiscard]] const std::string& program() const { return program_; }  // the file
  [[nodiscard]] const std::string& folder() const { return folder_; }    // empty: hone's

  // Where write() put each part, counted from `address`.
  [[nodiscard]] std::uint64_t argv_offset() const { return 0; }
  [[nodiscard]] std::uint64_t envp_offset() const { return envp_; }
  [[nodiscard]] std::uint64_t program_offset() const { return program_offset_; }
  [[nodiscard]] std::uint64_t folder_offset() const { return folder_offset_; }

 private:
  PreparedCommand() = default;

  std::string name_;
  std::string program_;
  std::string folder_;
  std::vector<std::uint64_t> pointers_;  // argv, 0, envp, 0; offsets into strings_, 0: nullptr
  std::string strings_;                  // zero-terminated; the first byte is no string's
  std::uint64_t envp_ = 0;
  std::uint64_t program_offset_ = 0;
  std::uint64_t folder_offset_ = 0;
};

}  // namespace hone::collect
