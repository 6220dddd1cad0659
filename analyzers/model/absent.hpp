// The place of what could not be had.
#pragma once

#include <string>

namespace hone {

// The reason why there is no number. The reason is never empty, and an absent number is never shown
// as 0.
struct Absent {
  std::string reason;
  std::string not_requested{};  // the collector, as in --collect, that was not; empty: it was

  friend bool operator==(const Absent&, const Absent&) = default;
};

}  // namespace hone
