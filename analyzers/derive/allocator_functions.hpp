// Which functions only pass a request for memory on, so that the one that called them is who asked.
#pragma once

#include <string_view>

namespace hone::derive {

// malloc and its kin, operator new, the C++ standard library, and wrappers that C programs
// customarily have (xmalloc, g_malloc).
bool is_allocator_function(std::string_view function);

}  // namespace hone::derive
