// `--shell [NAME]` of hone compare: which shell runs the commands. CLI11 has no option whose value
// may be left out before other words, so the word behind --shell is judged once all is parsed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace hone::cli {

// What runs the commands where --shell has no value.
inline constexpr std::string_view usual_shell = "/bin/sh";

// Whether the word is the name of a shell, "bash", or the path of one, "/bin/bash".
bool is_shell(std::string_view word);

// Adds the option. `shell` is a program that takes "-c TEXT"; it stays empty without the option.
void add_shell_option(CLI::App& command, std::string& shell);

// After parsing: a word of COMMAND right behind a --shell that has no value, and that names a
// shell, is the shell and no command. What is given as --shell=NAME is never taken for a command.
void take_shell(const CLI::App& command, std::vector<std::string>& commands, std::string& shell);

}  // namespace hone::cli
