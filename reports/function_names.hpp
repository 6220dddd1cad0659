// Functions as the symbol table calls them, short enough for a table: of C++ mostly the arguments
// of templates are what makes a name long.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hone::reports {

// Escaped. One that is wider than `columns` loses what stands in <> first, then what stands in (),
// then its middle. Names that differ stay different.
std::vector<std::string> short_function_names(const std::vector<std::string>& names,
                                              std::size_t columns);

}  // namespace hone::reports
