// Reads the small text files of /proc and /sys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {

// Bytes that are read of a file, enough for each file read here. Of /proc/cpuinfo and /proc/stat
// they are the head, and the head is what is wanted: both files grow with the machine, and on a
// large one take milliseconds to read whole.
inline constexpr std::size_t longest_text = 16 << 10;

// The file's text; empty when the file is missing or unreadable: the parsers say what that means.
inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return "";
  std::string text(longest_text, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

inline std::string read_word(const std::filesystem::path& path) {
  return std::string(text::trim(read_text(path)));
}

// A whole number alone in its file, as most of /proc/sys and /sys hold; nullopt: there is none.
inline std::optional<std::int64_t> read_number(const std::filesystem::path& path) {
  return text::parse_number<std::int64_t>(read_word(path));
}

}  // namespace hone::collect
