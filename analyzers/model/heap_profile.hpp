// What a program did with its heap, by call stack, and how two such profiles differ. The stacks
// form a tree, as heaptrack records them: two stacks that share their callers share nodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/command_input.hpp"
#include "analyzers/model/metric_change.hpp"

namespace hone {

struct HeapCosts {
  std::uint64_t allocations = 0;
  std::uint64_t temporary = 0;           // freed by the very next event
  std::uint64_t bytes = 0;               // requested, over the whole run
  std::uint64_t peak_bytes = 0;          // live when the whole program's live bytes were highest
  std::uint64_t leaked_allocations = 0;  // never freed
  std::uint64_t leaked_bytes = 0;

  HeapCosts& operator+=(const HeapCosts& other) {
    allocations += other.allocations;
    temporary += other.temporary;
    bytes += other.bytes;
    peak_bytes += other.peak_bytes;
    leaked_allocations += other.leaked_allocations;
    leaked_bytes += other.leaked_bytes;
    return *this;
  }
  friend bool operator==(const HeapCosts&, const HeapCosts&) = default;
};

enum class HeapCost : std::uint8_t { allocations, temporary, bytes, peak, leaked };

constexpr std::string_view to_string(HeapCost cost) {
  switch (cost) {
    case HeapCost::allocations: return "allocations";
    case HeapCost::temporary: return "temporary";
    case HeapCost::bytes: return "bytes";
    case HeapCost::peak: return "peak";
    case HeapCost::leaked: return "leaked";
  }
  return "";
}

constexpr std::uint64_t cost_of(const HeapCosts& costs, HeapCost cost) {
  switch (cost) {
    case HeapCost::allocations: return costs.allocations;
    case HeapCost::temporary: return costs.temporary;
    case HeapCost::bytes: return costs.bytes;
    case HeapCost::peak: return costs.peak_bytes;
    case HeapCost::leaked: return costs.leaked_bytes;
  }
  return 0;
}

constexpr bool is_in_bytes(HeapCost cost) {
  return cost != HeapCost::allocations && cost != HeapCost::temporary;
}

// A place in the program. The names are indices into HeapProfile::names; 0: not known.
struct HeapFrame {
  std::size_t function = 0;
  std::size_t file = 0;
  std::uint64_t line = 0;  // 0: not known
  std::size_t object = 0;  // path of the program or library
};

// A call stack: its innermost frame, and its caller's stack. The costs are those of allocations
// that the innermost frame itself requested.
struct HeapNode {
  std::size_t parent = 0;  // always smaller than the node's own index
  std::size_t frame = 0;   // index into HeapProfile::frames
  HeapCosts costs;
};

// Allocations of `largest` bytes or less, and of more than the previous class's `largest`.
struct SizeClass {
  std::uint64_t largest = 0;
  std::uint64_t allocations = 0;
  std::uint64_t bytes = 0;
};

struct HeapProfile {
  std::string command;
  HeapCosts totals;
  double run_seconds = 0;
  double peak_seconds = 0;  // from the start; both times to about 10 ms, as heaptrack's clock ticks
  std::optional<std::uint64_t> peak_rss;  // bytes, heaptrack's own included; absent: too short
  std::string incomplete;                 // why the trace is cut short; empty: it is whole
  std::optional<InputSummary> input{};    // absent: it was empty, or hone did not run the command
  std::vector<std::string> names{std::string()};  // [0] is the empty name
  std::vector<HeapFrame> frames;                  // each once
  std::vector<HeapNode> nodes{HeapNode{}};        // [0] is the root, which has no frame
  std::vector<SizeClass> sizes;  // by size; classes without allocations are left out
};

// The frame's function, "main", or its object, "[libc.so.6]", where the function is not known.
inline std::string frame_name(const HeapProfile& profile, const HeapFrame& frame) {
  if (frame.function != 0) return profile.names[frame.function];
  const std::string& object = profile.names[frame.object];
  return "[" + (object.empty() ? "unknown" : object.substr(object.find_last_of('/') + 1)) + "]";
}

// One caller of a site, and what the site allocated when called from there.
struct HeapCaller {
  std::size_t frame = 0;  // index into HeapProfile::frames
  HeapCosts costs;
};

// All allocations of one place in the source, whoever called it.
struct HeapSite {
  static constexpr std::size_t unknown = static_cast<std::size_t>(-1);
  std::size_t frame = unknown;  // index into HeapProfile::frames
  HeapCosts costs;
  std::vector<HeapCaller> callers{};  // in the order of their first stacks; outermost frames: none
};

// A place in the source, as a report names it.
struct HeapPlace {
  std::string function{};
  std::string file{};      // empty: not known
  std::uint64_t line = 0;  // 0: not known

  friend bool operator==(const HeapPlace&, const HeapPlace&) = default;
};

// How much of one cost two profiles have.
struct HeapAmounts {
  std::uint64_t before = 0;
  std::uint64_t after = 0;

  [[nodiscard]] constexpr ChangeKind kind() const { return exact_change(before, after); }
  [[nodiscard]] constexpr std::uint64_t distance() const {
    return before < after ? after - before : before - after;
  }

  friend bool operator==(const HeapAmounts&, const HeapAmounts&) = default;
};

// One function in two profiles; absent: the function allocated nothing in that profile.
struct HeapChange {
  std::string function;
  std::optional<HeapCosts> before;
  std::optional<HeapCosts> after;
  // For a site: the place where the function allocates most, and the caller for which that place
  // allocates most; of the later profile, unless the function vanished. Empty: not known, or the
  // change is a caller's.
  HeapPlace place{};
  HeapPlace caller{};

  // What became of the function, whatever the cost: from_zero where it is new, to_zero where it
  // vanished, otherwise changed. Of one cost the amounts may say something else.
  [[nodiscard]] ChangeKind kind() const {
    if (!before) return ChangeKind::from_zero;
    return after ? ChangeKind::changed : ChangeKind::to_zero;
  }
  [[nodiscard]] HeapAmounts amounts_of(HeapCost cost) const {
    return {before ? cost_of(*before, cost) : 0, after ? cost_of(*after, cost) : 0};
  }
  [[nodiscard]] bool differs_in(HeapCost cost) const {
    return amounts_of(cost).kind() != ChangeKind::same;
  }

  friend bool operator==(const HeapChange&, const HeapChange&) = default;
};

// The changes between two profiles, the largest first; functions without a change are left out.
struct HeapDifference {
  HeapCost cost = HeapCost::allocations;  // what the changes are sorted by
  std::vector<HeapChange> sites;          // by the function that requested the memory
  std::vector<HeapChange> callers;        // by function, with all that it called

  friend bool operator==(const HeapDifference&, const HeapDifference&) = default;
};

// A site with its names, for a report that does not hold the profile.
struct HeapSiteSummary {
  HeapPlace place;
  HeapPlace caller;  // the caller for which it allocated most; empty: not known
  HeapCosts costs;

  friend bool operator==(const HeapSiteSummary&, const HeapSiteSummary&) = default;
};

// What one run of a program allocated, without its stacks.
struct HeapSummary {
  HeapCosts totals;
  std::uint64_t iterations = 1;          // of a workload; the costs include its preparation
  std::string incomplete{};              // as in HeapProfile
  std::vector<HeapSiteSummary> sites{};  // the costliest by any cost, sorted by falling allocations

  friend bool operator==(const HeapSummary&, const HeapSummary&) = default;
};

}  // namespace hone
