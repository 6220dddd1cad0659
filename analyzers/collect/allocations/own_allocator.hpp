// Finds out whether a program brings a malloc of its own, in its file or in what LD_PRELOAD loads
// into it. A preloaded tool that watches the C library's malloc then sees a part of the program's
// allocations or none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Whether an ELF file, given whole, defines the function for other files to use. False for a file
// that is not ELF, is damaged or has no section headers. Pure.
bool defines_function(std::string_view file, std::string_view function);

// Who brings the malloc: a preloaded library, by its name in LD_PRELOAD, or "it", the program at
// that path; nullopt: none was found. Libraries that a program is linked with are not looked at.
std::optional<std::string> own_allocator(const std::string& program, const Launch& launch);

}  // namespace hone::collect
