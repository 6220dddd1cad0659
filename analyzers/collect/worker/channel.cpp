#include "analyzers/collect/worker/channel.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/output_capture.hpp"

namespace hone::collect {
namespace {

// A decade at most, which cannot overflow: the worker is patient.
std::chrono::steady_clock::time_point after(Seconds timeout) {
  using Clock = std::chrono::steady_clock;
  const Seconds bounded(std::min(timeout.count(), 3e8));
  return Clock::now() + std::chrono::duration_cast<Clock::duration>(bounded);
}

}  // namespace

Result<Channel::Waited, ChannelError> Channel::wait(short events, Clock::time_point deadline,
                                                    const Watch& watch) {
  while (true) {
    const Seconds left = deadline - Clock::now();
    if (left.count() <= 0) return ChannelError::timed_out;
    // poll passes over what is -1.
    const int interrupt = watch.interrupt ? interrupt_descriptor() : -1;
    const int printed = watch.printed != nullptr ? watch.printed->reading_end() : -1;
    std::array<pollfd, 4> waiting{pollfd{socket_.get(), events, 0},
                                  pollfd{watch.process, POLLIN, 0}, pollfd{interrupt, POLLIN, 0},
                                  pollfd{printed, POLLIN, 0}};
    const int milliseconds = static_cast<int>(std::ceil(std::min(left.count(), 3600.0) * 1000));
    // After a signal it fails: the results are then all 0, as they were set above.
    poll(waiting.data(), waiting.size(), milliseconds);
    if (watch.interrupt && interrupted()) return ChannelError::interrupted;
    if (waiting[3].revents != 0) watch.printed->read_some();
    if (waiting[1].revents != 0) return Waited::for_end;
    if (waiting[0].revents != 0) return Waited::for_socket;
  }
}

Result<void, ChannelError> Channel::send(std::string_view line, Seconds timeout,
                                         const Watch& watch) {
  const auto deadline = after(timeout);
  std::string message(line);
  message += '\n';
  std::string_view rest = message;
  while (!rest.empty()) {
    const ssize_t sent =
        ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return ChannelError::closed;
    const Result<Waited, ChannelError> waited = wait(POLLOUT, deadline, watch);
    if (!waited) return waited.error();
    if (*waited == Waited::for_end) return ChannelError::closed;
  }
  return {};
}

Result<std::string, ChannelError> Channel::receive(Seconds timeout, const Watch& watch,
                                                   std::size_t longest) {
  const auto deadline = after(timeout);
  std::size_t searched = 0;
  while (true) {
    if (const std::size_t end = buffered_.find('\n', searched); end != std::string::npos) {
      std::string line = buffered_.substr(0, end);
      buffered_.erase(0, end + 1);
      return line;
    }
    searched = buffered_.size();
    if (searched > longest) return ChannelError::too_long;
    const Result<Waited, ChannelError> waited = wait(POLLIN, deadline, watch);
    if (!waited) return waited.error();
    std::array<char, 4096> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    const ssize_t got = recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got > 0) {
      buffered_.append(bytes.data(), static_cast<std::size_t>(got));
      continue;
    }
    const bool may_come = got < 0 && (errno == EINTR || errno == EAGAIN);
    // After its end nothing comes: what it sent before has been read by now.
    if (!may_come || *waited == Waited::for_end) return ChannelError::closed;
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
