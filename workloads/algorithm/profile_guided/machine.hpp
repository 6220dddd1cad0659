// The kernel of algorithm/profile_guided: a small machine that runs a program of operations, each
// through a table of functions. machine.cpp is compiled once for each way of building; HONE_BUILD
// names the way, so that one program can hold them all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workloads/inputs.hpp"

namespace hone::workloads::profile_guided {

struct Operation {
  std::uint32_t kind;  // below `kinds`
  std::uint32_t operand;
};

constexpr std::uint32_t kinds = 8;
constexpr std::uint32_t usual_kind = 3;    // common in the programs of the profile
constexpr std::uint32_t unusual_kind = 1;  // common in the programs of the profile of another input

// Training has a seed of its own: a profile of the very program that is measured proves nothing.
constexpr std::uint64_t measured_seed = 41;
constexpr std::uint64_t training_seed = 42;

// `share` percent of the operations are of kind `common`, at random places; the rest is shared
// evenly by the other kinds.
inline std::vector<Operation> make_program(std::size_t operations, std::uint64_t share,
                                           std::uint32_t common, std::uint64_t seed) {
  Random random(seed);
  std::vector<Operation> program(operations);
  for (Operation& operation : program) {
    const auto other = static_cast<std::uint32_t>(1 + random.below(kinds - 1));
    operation.kind = random.below(100) < share ? common : (common + other) % kinds;
    operation.operand = static_cast<std::uint32_t>(random.next());
  }
  return program;
}

// The state after `program` has run from `state`. `run_asking` first tests each operation for the
// usual kind.
#ifdef HONE_BUILD
namespace HONE_BUILD {
std::uint64_t run(std::span<const Operation> program, std::uint64_t state);
std::uint64_t run_asking(std::span<const Operation> program, std::uint64_t state);
}  // namespace HONE_BUILD
#else
namespace plain {
std::uint64_t run(std::span<const Operation> program, std::uint64_t state);
std::uint64_t run_asking(std::span<const Operation> program, std::uint64_t state);
}  // namespace plain
namespace trained {
std::uint64_t run(std::span<const Operation> program, std::uint64_t state);
}
namespace mistrained {
std::uint64_t run(std::span<const Operation> program, std::uint64_t state);
}
#endif

// Why `trained` and `mistrained` are built like `plain` here; nullopt: they have a profile.
std::optional<std::string> profile_problem();

}  // namespace hone::workloads::profile_guided
