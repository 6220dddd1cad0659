// A command as it is typed on a command line, cut into words by the quoting rules of POSIX
// (Shell Command Language, 2.2): 'single', "double" and \backslash. Nothing is expanded:
// what only a shell could do is refused rather than passed on as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/result.hpp"

namespace hone::cli {

// Errors name the command and the place: an open quote, an empty command, an unquoted character
// that means something to a shell ('|', '>', '$', '*', ...).
Result<std::vector<std::string>> split_words(std::string_view command);

}  // namespace hone::cli
