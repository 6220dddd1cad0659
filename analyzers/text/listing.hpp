// Parts put together into a sentence.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hone::text {

// "a, b or c" with `last` "or"; "a" of one, "" of none.
std::string listed(std::span<const std::string> parts, std::string_view last);

}  // namespace hone::text
