// `-i [CODES]` of hone compare: which failed runs count all the same.
#pragma once

#include <string>
#include <string_view>

#include "cli/options/flag_word.hpp"

namespace hone::cli {

// Whether the word is a list of numbers, "1,2", as no program is called: exit codes, right or not.
// "-1,2" is one, too, since CLI11 makes "-i -1,2" of "-i1,2", and then it is refused as such.
bool looks_like_codes(std::string_view word);

// Adds the option. `codes` stays empty without it; flag_without_value: all failures.
void add_failure_option(CLI::App& command, std::string& codes);

// The word behind it, if it is a list of numbers.
FlagWord failure_word(std::string& codes);

}  // namespace hone::cli
