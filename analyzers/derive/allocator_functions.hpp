// Tells which functions only pass a request for memory on: their caller is the one that requested
// it.
#pragma once

#include <string_view>

namespace hone::derive {

// True for malloc and its kin, operator new, the C++ standard library, and wrappers that C programs
// customarily have (xmalloc, g_malloc).
bool is_allocator_function(std::string_view function);

}  // namespace hone::derive
