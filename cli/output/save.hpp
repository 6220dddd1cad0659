// Writes a file whole or not at all: what was there before stays until the new
// content is safe on disk.
#pragma once

#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"

namespace hone::cli {

// Writes a temporary file beside `path`, calls fsync and renames it. No temporary file is left on
// failure.
Result<void> save_atomically(const std::string& path, std::string_view content);

// Checks whether save_atomically could work now; call it before a long run rather than after it.
Result<void> check_saveable(const std::string& path);

}  // namespace hone::cli
