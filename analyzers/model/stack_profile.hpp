// Call stacks with a weight each, be it bytes, allocations or samples of a CPU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hone {

struct StackFrame {
  std::string name;
  std::string file;        // empty: not known
  std::uint64_t line = 0;  // 0: not known
};

struct WeightedStack {
  std::vector<std::size_t> frames;  // indices into StackProfile::frames, the outermost first
  std::uint64_t weight = 0;
  std::uint64_t before = 0;  // in a difference: the stack's weight in the older profile
};

struct StackProfile {
  std::string title;
  std::string unit;  // of the weights, in the plural: "bytes", "samples"
  std::vector<StackFrame> frames;
  std::vector<WeightedStack> stacks;
  bool is_difference = false;  // between two profiles, whose stacks are matched by name
};

}  // namespace hone
