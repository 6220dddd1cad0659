#include "analyzers/collect/process/output_capture.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr std::size_t read_bytes = std::size_t{64} * 1024;  // what a pipe holds by default

}  // namespace

Result<OutputCapture> OutputCapture::open(Keep keep, std::size_t limit) {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{fmt::format("cannot make a pipe: {}", std::strerror(errno)),
                 remedy_for_opening(errno)};
  }
  OutputCapture capture;
  capture.reading_ = Descriptor(ends[0]);
  capture.writing_ = Descriptor(ends[1]);
  if (keep == Keep::nothing) capture.null_ = Descriptor(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  capture.keep_ = keep;
  capture.limit_ = limit;
  capture.piece_.resize(read_bytes);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);  // ours alone: the command's end stays as programs expect it
  return capture;
}

void OutputCapture::keep(const char* bytes, std::size_t size) {
  captured_.bytes += size;
  if (keep_ == Keep::nothing) return;
  std::string& text = captured_.text;
  if (keep_ == Keep::first) {
    text.append(bytes, std::min(size, limit_ - text.size()));
    return;
  }
  text.append(bytes, size);
  // Only now and then, so that each byte is moved about once.
  if (text.size() > 2 * limit_ + read_bytes) text.erase(0, text.size() - limit_);
}

ssize_t OutputCapture::take_some() {
  constexpr std::size_t as_much_as_there_is = std::size_t{1} << 30;
  if (null_) {
    const ssize_t moved = splice(reading_.get(), nullptr, null_.get(), nullptr, as_much_as_there_is,
                                 SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
    if (moved >= 0 || errno != EINVAL) {
      captured_.bytes += static_cast<std::uint64_t>(std::max<ssize_t>(moved, 0));
      return moved;
    }
  }
  const ssize_t got = read(reading_.get(), piece_.data(), piece_.size());
  if (got > 0) keep(piece_.data(), static_cast<std::size_t>(got));
  return got;
}

bool OutputCapture::read_some() {
  const ssize_t got = take_some();
  if (got > 0) return true;
  if (got == 0) reading_.reset();
  return got < 0 && errno == EINTR;
}

void OutputCapture::drain() {
  if (!reading_) return;
  const int size = fcntl(reading_.get(), F_GETPIPE_SZ);
  const std::uint64_t most = captured_.bytes + static_cast<std::uint64_t>(std::max(size, 0));
  while (reading_ && captured_.bytes < most && read_some()) {
  }
}

CapturedOutput OutputCapture::take() {
  reading_.reset();
  if (captured_.text.size() > limit_) captured_.text.erase(0, captured_.text.size() - limit_);
  return std::move(captured_);
}

}  // namespace hone::collect
