// Writes a file whole or not at all: what was there before stays until the new
// content is safe on disk. Pipes and devices, where nothing can be replaced, are written once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"

namespace hone::cli {

// Writes a temporary file beside `path`, calls fsync and renames it. No temporary file is left on
// failure.
Result<void> save_atomically(const std::string& path, std::string_view content);

// The descriptor of hone's that the path stands for: 1 for "-" and /dev/stdout, 2 for /dev/stderr,
// N for /dev/fd/N, as a shell names the pipe of >(command). nullopt: the path is that of a file.
std::optional<int> named_descriptor(std::string_view path);

// Whether the path is stdout's, which gets what is saved there in place of the text.
bool names_stdout(std::string_view path);

// Whether the path is that of a descriptor, a device or a named pipe: save it once, when all is
// done.
bool is_stream(const std::string& path);

// Where a file really is that is written to, following symbolic links, also those to a file that
// does not exist yet. A link that leads to itself is returned as it is.
std::string target_of(const std::string& path);

// Writes to a stream, or saves a file atomically. A named pipe is waited for until somebody reads
// it, or an interrupt comes.
Result<void> save(const std::string& path, std::string_view content);

// Checks whether save() could work now; call it before a long run rather than after it.
Result<void> check_saveable(const std::string& path);

}  // namespace hone::cli
