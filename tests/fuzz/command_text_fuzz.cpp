// What is typed after hone compare: a parameter on the first line, a command after it. Words that
// are quoted again must be cut into the same words, and filling in must leave no place that it
// fills.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options/scan.hpp"
#include "cli/options/words.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

namespace {

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += " '";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    text += "'";
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace cli = hone::cli;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  const std::string_view command = text.substr(end + 1);

  if (const auto words = cli::split_words(command)) {
    require(!words->empty());
    const auto again = cli::split_words(quoted(*words));
    require(again.ok() && *again == *words);
  } else {
    require(!words.error().what.empty());
  }

  const auto parameters = cli::parse_parameters("-P", {std::string(text.substr(0, end))});
  if (!parameters) {
    require(!parameters.error().what.empty());
    return 0;
  }
  const auto scan = cli::parse_scan(parameters->front());
  if (!scan) {
    require(!scan.error().what.empty());
    return 0;
  }
  const auto& [name, values] = *scan;
  require(!values.empty() && values.size() <= cli::most_values);
  const std::vector<cli::Scan> scans{*scan};
  require(cli::combinations("-P", scans)->size() == values.size());
  const std::vector<hone::ParameterAssignment> point{{name, values.front()}};
  require(*cli::fill_in(command, {}) == command);
  const std::vector<hone::ParameterAssignment> another{{"", values.front()}};  // no place's name
  const bool used = cli::uses(command, name);
  if (const auto filled = cli::fill_in(command, point)) {
    if (!used) require(*filled == *cli::fill_in(command, another));
  } else {
    require(!filled.error().what.empty());
  }
  if (used) require(!cli::fill_in(command, another).ok());
  return 0;
}
