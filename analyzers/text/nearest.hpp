// "Did you mean ...?": the nearest of the known names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hone::text {

// " - did you mean 'memory/arena'?", or "" when none of the names is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

// The number of insertions, deletions, substitutions and swaps of neighbours that it takes (optimal
// string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace hone::text
