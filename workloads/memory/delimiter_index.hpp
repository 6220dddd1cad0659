// Finds where the fields of comma-separated text end, a vector of characters at a time. Looking for
// one delimiter after the other starts a search for each field, which is over after a few dozen
// characters; this is one pass over the text, whatever the fields' lengths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hone::workloads {

// Writes the positions of all ',' and '\n' in `text` to `positions`, which has room for as many as
// `text` has characters, and returns their number. Uses the widest vectors of this processor.
std::size_t index_delimiters(std::string_view text, std::uint32_t* positions);

}  // namespace hone::workloads
