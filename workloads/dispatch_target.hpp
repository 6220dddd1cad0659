// Which build of a kernel a process dispatches to, where a workload has one for each of some
// instruction sets. A worker can be held to what a lesser processor would choose, and tells what it
// chose: times and counts are of one code only where the targets are the same.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace hone::workloads {

// Highway's targets for x86-64 from the best to the baseline; elsewhere the baseline is the only
// one.
inline constexpr std::array<std::string_view, 5> dispatch_targets{"AVX3", "AVX2", "SSE4", "SSSE3",
                                                                  "baseline"};

// No better target than this one is dispatched to. Call it before the first dispatch; an unknown
// name is no limit.
void limit_dispatch(std::string_view target);

// The target that was dispatched to; empty: nothing was.
std::string_view dispatched_target();

// Of a processor whose best target this is, the one to dispatch to, which dispatched_target() then
// tells.
std::size_t dispatch(std::size_t best);

}  // namespace hone::workloads
