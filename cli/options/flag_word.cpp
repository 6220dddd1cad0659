#include "cli/options/flag_word.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "CLI/CLI.hpp"
#include "cli/options/command_options.hpp"

namespace hone::cli {
namespace {

// The index of the word of COMMAND that stands right behind the last of the flag.
std::optional<std::size_t> word_behind(const CLI::App& command, const char* option) {
  const std::vector<CLI::Option*>& order = command.parse_order();
  const CLI::Option* const flag = command.get_option(option);
  const auto behind = std::find(order.rbegin(), order.rend(), flag).base();
  if (behind == order.end() || !(*behind)->get_positional()) return std::nullopt;
  return static_cast<std::size_t>(std::count(order.begin(), behind, *behind));
}

}  // namespace

void take_flag_words(const CLI::App& command, std::vector<std::string>& commands,
                     const std::vector<FlagWord>& flags) {
  std::vector<std::size_t> taken;
  for (const FlagWord& flag : flags) {
    if (*flag.value != flag_without_value) continue;
    const std::optional<std::size_t> word = word_behind(command, flag.option);
    if (!word || *word >= commands.size() || !flag.is_value(commands[*word])) continue;
    *flag.value = commands[*word];
    taken.push_back(*word);
  }
  std::sort(taken.rbegin(), taken.rend());  // from behind, so that the others stay where they are
  for (const std::size_t word : taken) {
    commands.erase(commands.begin() + static_cast<std::ptrdiff_t>(word));
  }
}

}  // namespace hone::cli
