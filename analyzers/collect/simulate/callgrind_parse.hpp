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

// The calls of one function by another while costs were collected.
struct CallgrindCalls {
  std::size_t caller = 0;  // both are indices into CallgrindProfile::functions
  std::size_t callee = 0;
  std::uint64_t count = 0;
  std::uint64_t instructions = 0;  // of the callee and all that it called; 0 without the event Ir
};

struct CallgrindProfile {
  std::uint64_t first_block =
      0;  // basic blocks that its process had executed before; 0 is its start
  std::vector<std::string> events;    // "Ir", "Dr", ... in the file's order
  std::vector<std::uint64_t> totals;  // by event; as long as `events`
  std::vector<std::string> names;     // [0] is the empty name: not known to callgrind
  std::vector<CallgrindFunction> functions;
  std::vector<CallgrindCalls> calls;  // each pair once

  // The total of an event; nullopt: the simulation did not count it.
  [[nodiscard]] std::optional<std::uint64_t> total(std::string_view event) const;
};

// Reads `totals:` rather than `summary:`, which is zero or wrong in a dump that the program itself
// asked for. One dump a file: the parts of --combine-dumps=yes are refused.
Result<CallgrindProfile> parse_callgrind(std::string_view text);

}  // namespace hone::collect
