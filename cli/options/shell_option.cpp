#include "cli/options/shell_option.hpp"

#include <algorithm>
#include <array>

#include "CLI/CLI.hpp"
#include "analyzers/text/characters.hpp"
#include "cli/options/command_options.hpp"

namespace hone::cli {
namespace {

constexpr std::array<std::string_view, 6> shells{"sh", "bash", "dash", "zsh", "ksh", "fish"};
constexpr const char* shell_option = "--shell";

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
          shell_option, shell,
          "run all of these by NAME -c, or by /bin/sh -c; the next word is the NAME only where "
          "it is sh, bash, dash, zsh, ksh or fish, or the path of one; else --shell=NAME")
      ->option_text("[NAME]");
}

FlagWord shell_word(std::string& shell) { return {shell_option, &shell, is_shell}; }

void settle_shell(std::string& shell) {
  if (shell == flag_without_value) shell = usual_shell;
}

}  // namespace hone::cli
