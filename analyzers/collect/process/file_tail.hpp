// The end of what a process wrote to a file that it was given.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analyzers/collect/process/descriptor.hpp"

namespace hone::collect {

// At most the last `bytes` of the file; empty when the file is empty or cannot be read.
std::string file_tail(const Descriptor& file, std::size_t bytes);

// The last line of `text`, empty lines at its end left out: a program's last words, which often say
// more than its exit does.
std::string_view last_line(std::string_view text);

}  // namespace hone::collect
