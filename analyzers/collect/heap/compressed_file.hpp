// Reads a file in pieces, decompressed where it is zstd's or gzip's. The libraries are used rather
// than `zstd -dc` and `zcat`: libraries need not be in PATH, and they tell a file that is cut short
// from one that is damaged.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"

namespace hone::collect {

// Gets the content piece by piece; false: no more is wanted.
using Sink = std::function<bool(std::string_view)>;

// How the content ended. Whatever was readable has gone to the sink by then.
struct ContentEnd {
  std::string incomplete;  // why the content is not complete; empty: it is
};

// Reads the file into `sink`. An error when the file cannot be opened or read at all.
Result<ContentEnd> read_decompressed(const std::string& path, const Sink& sink);

}  // namespace hone::collect
