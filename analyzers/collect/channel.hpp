// Lines of text over a socket pair: how hone talks with its workers. A message is
// one line; fields are separated by single spaces, the last may hold spaces.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "analyzers/collect/descriptor.hpp"
#include "analyzers/collect/process.hpp"

namespace hone::collect {

enum class ReceiveError { closed, timed_out, interrupted, too_long };

class Channel {
 public:
  explicit Channel(Descriptor socket) : socket_(std::move(socket)) {}

  // False when the other side is gone.
  bool send(std::string_view line);

  // The next line, without its end. Waits for `timeout`, or for an interrupt when
  // `heed_interrupt`.
  Result<std::string, ReceiveError> receive(Seconds timeout, bool heed_interrupt);

  [[nodiscard]] int descriptor() const { return socket_.get(); }
  void close() { socket_.reset(); }

 private:
  Descriptor socket_;
  std::string buffered_;
};

// Both ends of a fresh channel.
Result<std::pair<Descriptor, Descriptor>> make_channel();

}  // namespace hone::collect
