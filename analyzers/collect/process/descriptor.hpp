// A file descriptor that closes itself.
#pragma once

#include <cerrno>
#include <string>
#include <utility>

#include <unistd.h>

namespace hone::collect {

// The next step after a failure to open something, or to make it as long as it has to be; "" where
// there is none to name.
inline std::string remedy_for_opening(int error) {
  if (error == EFBIG) return "raise the limit of a file's size (ulimit -f)";
  return error == EMFILE || error == ENFILE ? "raise the limit of open files (ulimit -n)" : "";
}

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }

  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

  void reset() {
    if (number_ >= 0) close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

}  // namespace hone::collect
