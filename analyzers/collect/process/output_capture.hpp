// A pipe that a command writes to and hone drains while it runs. What is beyond the limit is
// read and dropped, so that a flood neither blocks the command nor fills memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/model/result.hpp"

namespace hone::collect {

struct CapturedOutput {
  std::string text;
  std::uint64_t bytes = 0;  // all that was written; more than text.size(): it was cut
  [[nodiscard]] bool cut() const { return bytes > text.size(); }
};

class OutputCapture {
 public:
  enum class Keep : std::uint8_t { nothing, first, last };

  OutputCapture() = default;  // captures nothing; its reading_end is -1

  // Keeps the first or the last `limit` bytes; or nothing, and then does not even copy them.
  static Result<OutputCapture> open(Keep keep, std::size_t limit);

  [[nodiscard]] int writing_end() const { return writing_.get(); }
  void close_writing_end() { writing_.reset(); }

  // Descriptor for poll; -1 once all writers are gone.
  [[nodiscard]] int reading_end() const { return reading_.get(); }

  // Reads once, without waiting. False when there was nothing.
  bool read_some();

  // Reads what is in the pipe by now, but no more than a pipe holds: another process may still
  // write.
  void drain();

  CapturedOutput take();

 private:
  // As read() returns: how many bytes were taken out of the pipe.
  ssize_t take_some();
  void keep(const char* bytes, std::size_t size);

  Descriptor null_;  // /dev/null; closed unless nothing is kept
  Descriptor reading_;
  Descriptor writing_;
  Keep keep_ = Keep::first;
  std::size_t limit_ = 0;
  CapturedOutput captured_;
  std::vector<char> piece_;  // read at once; on the heap, since a stack may be as small
};

}  // namespace hone::collect
