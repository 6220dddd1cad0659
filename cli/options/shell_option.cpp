#include "cli/options/shell_option.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "CLI/CLI.hpp"
#include "analyzers/text/characters.hpp"
#include "cli/options/command_options.hpp"

namespace hone::cli {
namespace {

constexpr std::array<std::string_view, 6> shells{"sh", "bash", "dash", "zsh", "ksh", "fish"};
constexpr const char* option_name = "--shell";

bool is_path_character(char c) {
  constexpr std::string_view others = "/.-+";
  return text::is_identifier(c) || others.find(c) != std::string_view::npos;
}

}  // namespace

bool is_shell(std::string_view word) {
  if (!std::all_of(word.begin(), word.end(), is_path_character)) return false;
  const std::string_view name = word.substr(word.rfind('/') + 1);
  return std::find(shells.begin(), shells.end(), name) != shells.end();
}

void add_shell_option(CLI::App& command, std::string& shell) {
  command
      .add_flag(
          option_name, shell,
          "run all of these by NAME -c, or by /bin/sh -c; the next word is the NAME only where "
          "it is sh, bash, dash, zsh, ksh or fish, or the path of one; else --shell=NAME")
      ->option_text("[NAME]");
}

void take_shell(const CLI::App& command, std::vector<std::string>& commands, std::string& shell) {
  if (shell != flag_without_value) return;
  shell = usual_shell;
  const std::vector<CLI::Option*>& order = command.parse_order();
  const CLI::Option* const flag = command.get_option(option_name);
  const auto last = std::find(order.rbegin(), order.rend(), flag).base();
  if (last == order.end() || !(*last)->get_positional()) return;
  const auto word = commands.begin() + std::count(order.begin(), last, *last);
  if (word == commands.end() || !is_shell(*word)) return;
  shell = *word;
  commands.erase(word);
}

}  // namespace hone::cli
