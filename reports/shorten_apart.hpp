// Names that are cut and stay different from each other.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hone::reports {

bool all_differ(const std::vector<std::string>& names);

// Each takes at most `columns`. A name that is too long loses its middle. Where that would make two
// names the same, the words that all of them begin with go first, and what is still the same then
// gets a number. The names must differ.
std::vector<std::string> shorten_apart(const std::vector<std::string>& names, std::size_t columns);

}  // namespace hone::reports
