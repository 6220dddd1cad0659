// Which functions only pass a request for memory on, so that the one that called them is who asked.
#pragma once

#include <string_view>

namespace hone::derive {

// Of "void std::vector<int>::push_back(int const&)": "std::vector<int>::push_back". A name that is
// no C++ function's stays as it is.
std::string_view qualified_name(std::string_view function);

// malloc and its kin, operator new, the C++ standard library, and wrappers that C programs
// customarily have (xmalloc, g_malloc).
bool is_allocator_function(std::string_view function);

}  // namespace hone::derive
