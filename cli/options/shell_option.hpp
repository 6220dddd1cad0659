// `--shell [NAME]` of hone compare: which shell runs the commands.
#pragma once

#include <string>
#include <string_view>

#include "cli/options/flag_word.hpp"

namespace hone::cli {

// What runs the commands where --shell has no value.
inline constexpr std::string_view usual_shell = "/bin/sh";

// Whether the word is the name of a shell, "bash", or the path of one, "/bin/bash".
bool is_shell(std::string_view word);

// Adds the option. `shell` is a program that takes "-c TEXT"; it stays empty without the option.
void add_shell_option(CLI::App& command, std::string& shell);

// The word behind it, if it names a shell. What is given as --shell=NAME is never taken for a
// command.
FlagWord shell_word(std::string& shell);

// After that: the usual shell where no word was taken.
void settle_shell(std::string& shell);

}  // namespace hone::cli
