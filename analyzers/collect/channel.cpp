#include "analyzers/collect/channel.hpp"

#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

#include "analyzers/collect/interrupt.hpp"

namespace hone::collect {
namespace {

constexpr std::size_t longest_line = std::size_t{64} * 1024;

}  // namespace

bool Channel::send(std::string_view line) {
  std::string message(line);
  message += '\n';
  std::string_view rest = message;
  while (!rest.empty()) {
    const ssize_t sent = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Result<std::string, ReceiveError> Channel::receive(Seconds timeout, bool heed_interrupt) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    if (const std::size_t end = buffered_.find('\n'); end != std::string::npos) {
      std::string line = buffered_.substr(0, end);
      buffered_.erase(0, end + 1);
      return line;
    }
    if (buffered_.size() > longest_line) return ReceiveError::too_long;
    const Seconds left = deadline - std::chrono::steady_clock::now();
    if (left.count() <= 0) return ReceiveError::timed_out;
    std::array<pollfd, 2> waiting{pollfd{socket_.get(), POLLIN, 0},
                                  pollfd{interrupt_descriptor(), POLLIN, 0}};
    const int milliseconds = static_cast<int>(std::ceil(std::min(left.count(), 3600.0) * 1000));
    poll(waiting.data(), heed_interrupt ? 2 : 1, milliseconds);
    if (heed_interrupt && interrupted()) return ReceiveError::interrupted;
    if (waiting[0].revents == 0) continue;
    std::array<char, 4096> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    const ssize_t got = recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return ReceiveError::closed;
    buffered_.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

Result<std::pair<Descriptor, Descriptor>> make_channel() {
  std::array<int, 2> ends{-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return Error{std::string("cannot make a socket pair: ") + std::strerror(errno), ""};
  }
  return std::pair{Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace hone::collect
