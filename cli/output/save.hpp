// Writes a file whole or not at all: what was there before stays until the new
// content is safe on disk.
#pragma once

#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"

namespace hone::cli {

// To a temporary file beside `path`, fsync, rename. Keeps no temporary file on failure.
Result<void> save_atomically(const std::string& path, std::string_view content);

// Whether save_atomically could work now: asked before a long run rather than after it.
Result<void> check_saveable(const std::string& path);

}  // namespace hone::cli
