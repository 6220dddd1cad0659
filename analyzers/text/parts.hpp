// Text taken apart: blanks, words, and what separators stand between.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hone::text {

// Without blanks, tabs and ends of lines at both ends.
std::string_view trim(std::string_view text);

// Takes the first word off `rest`; empty when none is left. Words are parted by blanks or tabs.
std::string_view take_word(std::string_view& rest);

// Takes what stands before the first `separator` off `rest`, and the separator with it; all of it
// where there is none.
std::string_view take_until(std::string_view& rest, char separator);

// "a,b,,c" in its four parts; "" is one empty part.
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace hone::text
