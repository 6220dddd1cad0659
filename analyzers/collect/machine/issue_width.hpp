// How many instructions a cycle a core can issue at most.
#pragma once

#include <string_view>

namespace hone::collect {

// The width of the cores that /proc/cpuinfo tells of, in instructions that are issued in a cycle,
// by the first of them; 0: `cpuinfo` names no processor. A processor that is not in the table has
// the width of the widest known core of its architecture. Sources stand beside the table. Pure.
double issue_width_of(std::string_view cpuinfo);

// Of this machine; found out once.
double issue_width();

}  // namespace hone::collect
