// On which CPUs the timed runs of a comparison go. Those of a unit go to one, drawn for the unit:
// what differs from CPU to CPU is then in both sides of a pair, where it cancels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hone {

struct CpuChoice {
  enum class Kind : std::uint8_t {
    same,  // all runs of a unit on one CPU, for programs that one is enough for
    any,   // wherever the scheduler puts them
  };

  Kind kind = Kind::same;
  std::vector<int> only{};  // with `same`: ascending, no others; empty: all that hone may use

  friend bool operator==(const CpuChoice&, const CpuChoice&) = default;
};

// Where the timed runs of a subject went. CPUs are ascending.
struct Placement {
  bool is_one_cpu = false;        // all of a unit's on one CPU of `cpus`, as each sample tells
  std::vector<int> cpus{};        // drawn from for each unit; else what each run could use
  std::vector<int> other_kind{};  // not drawn from, since their cores are of another kind
  std::string reason{};           // why a unit was not on one CPU; empty: it was

  friend bool operator==(const Placement&, const Placement&) = default;
};

}  // namespace hone
