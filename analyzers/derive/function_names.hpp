// Functions as the symbol table calls them, short enough for a table or a sentence.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hone::derive {

// At most `bytes` each; the names that differ stay different. Where a name of C++ is too long it
// loses, one after the other, what std::function wraps it in and "(anonymous namespace)::", what
// stands in (), the qualifiers within <> and before, all that stands in <>, and at last its middle.
// `bytes` >= 16.
std::vector<std::string> short_function_names(const std::vector<std::string>& names,
                                              std::size_t bytes);

}  // namespace hone::derive
