// Heap profiles in files: heaptrack's traces and hone's own reports.
#pragma once

#include <string>

#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// Whether a word names a file with a heap profile rather than a program. The file's content
// decides, and a file that is no program either is taken for one; where there is no such file, the
// ending of its name decides.
bool names_heap_profile(const std::string& word);

// Reads a trace (.zst, .gz or plain) or a saved hone.heap/1 report.
Result<HeapProfile> load_heap_profile(const std::string& path);

}  // namespace hone::cli
