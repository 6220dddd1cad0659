// Lines of text over a socket pair: how hone talks with its workers. A message is
// one line; fields are separated by single spaces, the last may hold spaces.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/collect/process/process.hpp"

namespace hone::collect {

class OutputCapture;

// closed: the other side is gone.
enum class ChannelError { closed, timed_out, interrupted, too_long };

// What a channel looks after while it waits.
struct Watch {
  bool interrupt = false;  // an interrupt ends the wait
  // Process::handle of the other side, to notice its end: processes that the other side started may
  // hold the channel open beyond that.
  int process = -1;
  // Output of the other side, which is emptied: the other side may wait for that instead.
  OutputCapture* printed = nullptr;
};

class Channel {
 public:
  static constexpr std::size_t longest_line = std::size_t{64} << 10;  // of an ordinary message

  explicit Channel(Descriptor socket) : socket_(std::move(socket)) {}

  // Sends one line. Waits for at most `timeout` while the other side does not read.
  Result<void, ChannelError> send(std::string_view line, Seconds timeout, const Watch& watch = {});

  // The next line, without its end, waited for at most `timeout`. A line of more than about
  // `longest` bytes is not waited for.
  Result<std::string, ChannelError> receive(Seconds timeout, const Watch& watch = {},
                                            std::size_t longest = longest_line);

 private:
  using Clock = std::chrono::steady_clock;

  enum class Waited { for_socket, for_end };  // for_end: the watched process has ended
  Result<Waited, ChannelError> wait(short events, Clock::time_point deadline, const Watch& watch);

  Descriptor socket_;
  std::string buffered_;
};

// Makes both ends of a fresh channel.
Result<std::pair<Descriptor, Descriptor>> make_channel();

}  // namespace hone::collect
