// What each run of a command read from its stdin, when it was not empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hone {

struct InputSummary {
  std::string name;      // "stdin", or the file as it was named
  bool is_kept = false;  // from a pipe, which was read to its end before the first run
  std::optional<std::uint64_t> bytes{};  // absent: a device, which has no size

  friend bool operator==(const InputSummary&, const InputSummary&) = default;
};

}  // namespace hone
