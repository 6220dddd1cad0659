// Joins parts for a sentence.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hone::text {

// "a, b or c" when `last` is "or"; "a" for one part, "" for none.
std::string listed(std::span<const std::string> parts, std::string_view last);

}  // namespace hone::text
