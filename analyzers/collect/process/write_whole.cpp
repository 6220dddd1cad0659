#include "analyzers/collect/process/write_whole.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstddef>

#include <poll.h>
#include <unistd.h>

#include "analyzers/collect/process/interrupt.hpp"

namespace hone::collect {
namespace {

// What a pipe with room takes at once: a longer write may block, and would then see no interrupt
// that came just before it.
constexpr std::size_t longest_write = PIPE_BUF;

// A terminal with room for one character has none for a line feed, which it turns into two.
constexpr int milliseconds_for_more_room = 10;

// False: interrupted first. `interrupt` is -1 where no interrupt counts.
bool wait_for_room(int descriptor, int interrupt) {
  std::array<pollfd, 2> waiting{pollfd{descriptor, POLLOUT, 0}, pollfd{interrupt, POLLIN, 0}};
  while (poll(waiting.data(), waiting.size(), -1) < 0 && errno == EINTR) {
  }
  return waiting[1].revents == 0;
}

}  // namespace

int write_whole(int descriptor, std::string_view bytes, OnInterrupt on_interrupt) {
  const bool gives_up = on_interrupt == OnInterrupt::give_up && !interrupted();
  while (!bytes.empty()) {
    if (!wait_for_room(descriptor, gives_up ? interrupt_descriptor() : -1)) return EINTR;
    const ssize_t written = write(descriptor, bytes.data(), std::min(bytes.size(), longest_write));
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      poll(nullptr, 0, milliseconds_for_more_room);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

}  // namespace hone::collect
