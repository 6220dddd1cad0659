// The terminal behind stderr as a progress display may use it: what it has no room for now, since
// it was stopped (Ctrl-S) or nobody reads it, is dropped, so that nothing that is measured ever
// waits for it.
#pragma once

#include <string_view>

#include "analyzers/collect/process/descriptor.hpp"

namespace hone::cli {

class LiveTerminal {
 public:
  // Precondition: stderr is a terminal.
  LiveTerminal();

  // Writes what there is room for, without waiting. False: that was not all, or hone is in the
  // background, where nothing is written.
  bool write(std::string_view text);

 private:
  // Of hone's own open file, which may be in non-blocking mode without others noticing. -1: it
  // cannot be had, as when the terminal belongs to another user.
  collect::Descriptor own_;
};

}  // namespace hone::cli
