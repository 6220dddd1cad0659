#include "cli/options/failure_option.hpp"

#include <algorithm>

#include "CLI/CLI.hpp"
#include "analyzers/text/characters.hpp"

namespace hone::cli {

bool looks_like_codes(std::string_view word) {
  if (word.starts_with('-')) word.remove_prefix(1);
  const auto fits = [](char c) { return text::is_digit(c) || c == ','; };
  return !word.empty() && text::is_digit(word.front()) &&
         std::all_of(word.begin(), word.end(), fits);
}

void add_failure_option(CLI::App& command, std::string& codes) {
  command
      .add_flag("-i,--ignore-failure", codes,
                "runs that fail count all the same; with CODES, as in -i 1,2, those that exit with "
                "one of these; the next word is the CODES where it is numbers and commas")
      ->option_text("[CODES]");
}

FlagWord failure_word(std::string& codes) { return {"--ignore-failure", &codes, looks_like_codes}; }

}  // namespace hone::cli
