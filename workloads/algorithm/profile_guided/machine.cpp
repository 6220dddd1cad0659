// The machine's functions and its loop. Which of them the loop calls is in the data: only a profile
// (or a programmer, see run_asking) can tell a compiler that one of them is worth inlining.
#include "workloads/algorithm/profile_guided/machine.hpp"

#include <array>

namespace hone::workloads::profile_guided::HONE_BUILD {
namespace {

using Function = std::uint64_t (*)(std::uint64_t, std::uint32_t);

std::uint64_t add(std::uint64_t state, std::uint32_t operand) { return state + operand; }

std::uint64_t subtract(std::uint64_t state, std::uint32_t operand) {
  return state - 3ULL * operand;
}

std::uint64_t multiply(std::uint64_t state, std::uint32_t operand) {
  return state * (operand | 1U);
}

std::uint64_t mix(std::uint64_t state, std::uint32_t operand) {
  return state ^ (state >> 7) ^ operand;
}

std::uint64_t rotate(std::uint64_t state, std::uint32_t operand) {
  return ((state << 9) | (state >> 55)) + operand;
}

std::uint64_t clear_bits(std::uint64_t state, std::uint32_t operand) {
  return state & ~std::uint64_t{operand};
}

std::uint64_t set_bits(std::uint64_t state, std::uint32_t operand) { return state | operand; }

std::uint64_t swap_halves(std::uint64_t state, std::uint32_t operand) {
  return ((state << 32) | (state >> 32)) ^ operand;
}

constexpr std::array<Function, kinds> functions{add,    subtract,   multiply, mix,
                                                rotate, clear_bits, set_bits, swap_halves};
static_assert(functions[usual_kind] == mix);

}  // namespace

// The call that is left in the trained builds is for the operations that were rare in training.
// Machine code of plain::run: scalar, one call, no branch, no stack, aligned.
// Machine code of trained::run: scalar, branch, no stack.
// Machine code of mistrained::run: scalar, branch, no stack.
std::uint64_t run(std::span<const Operation> program, std::uint64_t state) {
  for (const Operation& operation : program) {
    state = functions[operation.kind](state, operation.operand);
  }
  return state;
}

// Machine code of plain::run_asking: scalar, one call, branch, no stack.
std::uint64_t run_asking(std::span<const Operation> program, std::uint64_t state) {
  for (const Operation& operation : program) {
    if (operation.kind == usual_kind) {
      state = mix(state, operation.operand);
    } else {
      state = functions[operation.kind](state, operation.operand);
    }
  }
  return state;
}

}  // namespace hone::workloads::profile_guided::HONE_BUILD
