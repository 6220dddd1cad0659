#include "cli/output/live_terminal.hpp"

#include <cstddef>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace hone::cli {
namespace {

bool has_room(int descriptor) {
  pollfd waiting{descriptor, POLLOUT, 0};
  return poll(&waiting, 1, 0) == 1;
}

// Where a terminal is set so (stty tostop), a write from the background would stop hone.
bool is_in_background() {
  const pid_t foreground = tcgetpgrp(STDERR_FILENO);
  return foreground >= 0 && foreground != getpgrp();
}

}  // namespace

LiveTerminal::LiveTerminal()
    : own_(open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}

bool LiveTerminal::write(std::string_view text) {
  if (is_in_background()) return false;
  const int descriptor = own_ ? own_.get() : STDERR_FILENO;
  while (!text.empty()) {
    if (!has_room(descriptor)) return false;
    // A single character never waits where there is room.
    const std::size_t size = own_ ? text.size() : 1;
    const ssize_t written = ::write(descriptor, text.data(), size);
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace hone::cli
