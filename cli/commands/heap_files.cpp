#include "cli/commands/heap_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "analyzers/collect/heap/compressed_file.hpp"
#include "analyzers/collect/heap/heaptrack.hpp"
#include "analyzers/collect/process/exec_arguments.hpp"
#include "fmt/format.h"
#include "reports/json/heap_json.hpp"

namespace hone::cli {
namespace {

using namespace std::string_view_literals;

// zstd, gzip, a trace's version line, a JSON object.
constexpr std::array heads{"\x28\xb5\x2f\xfd"sv, "\x1f\x8b"sv, "v "sv, "{"sv};
constexpr std::array endings{".zst"sv, ".gz"sv, ".json"sv};

std::string head_of(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return "";
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4> head{};
  file.read(head.data(), head.size());
  return {head.data(), static_cast<std::size_t>(file.gcount())};
}

}  // namespace

bool names_heap_profile(const std::string& word) {
  std::error_code error;
  if (!std::filesystem::exists(word, error)) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return word.ends_with(ending); });
  }
  const std::string head = head_of(word);
  if (std::any_of(heads.begin(), heads.end(),
                  [&](std::string_view start) { return head.starts_with(start); })) {
    return true;
  }
  // Neither a program: what is wrong with the file says more than that it cannot be run.
  return std::filesystem::is_regular_file(word, error) && !collect::find_program({{word}, {}, ""});
}

Result<HeapProfile> load_heap_profile(const std::string& path) {
  if (!head_of(path).starts_with("{")) return collect::read_heap_trace(path);
  std::string text;
  const Result<collect::ContentEnd> end =
      collect::read_decompressed(path, [&](std::string_view piece) {
        text += piece;
        return true;
      });
  if (!end) return end.error();
  Result<HeapProfile> profile = reports::parse_heap_json(text);
  if (profile) return profile;
  return Error{fmt::format("cannot read '{}': {}", path, profile.error().what),
               profile.error().next};
}

}  // namespace hone::cli
