// Whether a program brings a malloc of its own, so that what watches the C library's by being
// preloaded sees a part of its allocations or none: the file, and what LD_PRELOAD loads into it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Whether an ELF file, given whole, defines the function for other files to use. False for what is
// no such file, is damaged or has no section headers. Pure.
bool defines_function(std::string_view file, std::string_view function);

// The preloaded library that does, or "it", the program at that path; nullopt: none was found. What
// a program is linked with is not looked at.
std::optional<std::string> own_allocator(const std::string& program, const Launch& launch);

}  // namespace hone::collect
