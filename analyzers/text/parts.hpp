// Takes text apart at blanks and at separators.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hone::text {

// The text without the blanks, tabs and line ends at both its ends.
std::string_view trim(std::string_view text);

// Takes the first word off `rest`; empty: none is left. Words are separated by blanks or tabs.
std::string_view take_word(std::string_view& rest);

// Takes what stands before the first `separator` off `rest`, and the separator with it; takes all
// of `rest` where there is no separator.
std::string_view take_until(std::string_view& rest, char separator);

// The parts between separators: "a,b,,c" has four, "" has one, which is empty.
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace hone::text
