// Moves the counters into the file that the environment names, so that they outlive the process.
#pragma once

#include "analyzers/collect/allocations/preload/file_format.hpp"

#pragma GCC visibility push(hidden)  // so that data of other files is reached directly

namespace hone::allocations {

// Maps the file's header. False: the environment names no file, or one that is no allocation file.
bool open_file();

// Whether a file is open, and whether it wants the sizes.
bool has_file();
bool counts_sizes();

struct ClaimedBlock {
  Block* block = nullptr;  // mapped, at the address asked for; nullptr: not to be had
  std::uint64_t number = 0;
};

// Claims a block of zeros and maps it at `place`, where it replaces what was mapped; nullptr:
// anywhere.
ClaimedBlock claim_block(void* place);

}  // namespace hone::allocations

#pragma GCC visibility pop
