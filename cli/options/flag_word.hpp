// Flags whose value may be left out before other words: `--shell [NAME]`, `-i [CODES]`. CLI11 has
// none, so the word behind such a flag is judged once all is parsed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace hone::cli {

struct FlagWord {
  const char* option = "";       // "--shell"
  std::string* value = nullptr;  // flag_without_value where nothing was joined to the flag by '='
  bool (*is_value)(std::string_view word) = nullptr;
};

// After parsing: a word of COMMAND right behind one of the flags, where nothing was joined to that,
// is its value and no command if it looks like one.
void take_flag_words(const CLI::App& command, std::vector<std::string>& commands,
                     const std::vector<FlagWord>& flags);

}  // namespace hone::cli
