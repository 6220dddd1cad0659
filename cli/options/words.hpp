// A command as it is typed on a command line, cut into words by the quoting rules of POSIX
// (Shell Command Language, 2.2): 'single', "double" and \backslash, which also continues a line;
// # begins a comment. Nothing is expanded: what only a shell could do is refused rather than passed
// on as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/result.hpp"

namespace hone::cli {

// Errors name the command and the place: an open quote, an empty command, and what is not quoted
// and means something to a shell: a character ('|', '>', '$', '*', ...), a pattern such as [a-z], a
// second line, NAME=VALUE or a reserved word ("if", "!") in place of the program.
Result<std::vector<std::string>> split_words(std::string_view command);

}  // namespace hone::cli
