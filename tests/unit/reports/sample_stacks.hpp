// Weighted stacks for the tests of their renderers, with names that need escaping.
#pragma once

#include "analyzers/model/stack_profile.hpp"

namespace hone::reports {

inline StackProfile sample_stacks() {
  StackProfile profile;
  profile.title = "./program <input>";
  profile.unit = "allocations";
  profile.frames = {{"main", "main.cpp", 3},
                    {"parse<char, \"a\" & 'b'>()", "parse.cpp", 7},
                    {"operator new(unsigned long)", "", 0},
                    {"write", "", 0},
                    {"never", "", 0}};
  profile.stacks = {{{0, 1}, 60}, {{0, 1, 2}, 10}, {{0, 3}, 4},
                    {{0}, 5},     {{0, 1, 2}, 20}, {{0, 4}, 0}};
  return profile;
}

}  // namespace hone::reports
