// The end of what a process wrote to a file that it was given.
#pragma once

#include <cstddef>
#include <string>

#include "analyzers/collect/descriptor.hpp"

namespace hone::collect {

// At most the last `bytes`; empty when the file is, or cannot be read.
std::string file_tail(const Descriptor& file, std::size_t bytes);

}  // namespace hone::collect
