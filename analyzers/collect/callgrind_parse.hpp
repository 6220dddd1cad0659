// Reads callgrind's profile format (version 1), the file that a simulated run
// leaves: what the whole profile cost, and each function's share of it.
// Pure, and hardened: a file cut short or damaged is an error with its line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/result.hpp"

namespace hone::collect {

// One function as callgrind tells them apart: by object, file and name. Recursion levels are
// functions of their own, named "f'2". The three are indices into CallgrindProfile::names.
struct CallgrindFunction {
  std::size_t name = 0;
  std::size_t file = 0;
  std::size_t object = 0;
  std::uint64_t calls = 0;            // made to it while costs were collected
  std::vector<std::uint64_t> self{};  // without its callees, by event; missing tail: zero
};

struct CallgrindProfile {
  std::vector<std::string> events;    // "Ir", "Dr", ... in the file's order
  std::vector<std::uint64_t> totals;  // by event; as long as `events`
  std::vector<std::string> names;     // [0] is the empty name: not known to callgrind
  std::vector<CallgrindFunction> functions;

  // nullopt: the simulation did not count this event.
  [[nodiscard]] std::optional<std::uint64_t> total(std::string_view event) const;
};

// Reads `totals:` rather than `summary:`, which is zero or wrong in a dump that the program itself
// asked for. One dump a file: the parts of --combine-dumps=yes are refused.
Result<CallgrindProfile> parse_callgrind(std::string_view text);

}  // namespace hone::collect
