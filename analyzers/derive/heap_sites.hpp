// Heap profiles looked at from the source: who asked for the memory, and what changed.
#pragma once

#include <vector>

#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/stack_profile.hpp"

namespace hone::derive {

// By place: the innermost frame that is no allocator function (allocator_functions.hpp); where all
// are, the innermost. In the order of their first stacks; they add up to the totals.
std::vector<HeapSite> heap_sites(const HeapProfile& profile);

HeapDifference compare_heaps(const HeapProfile& before, const HeapProfile& after, HeapCost cost);

// The stacks that have any of that cost, for a flame graph.
StackProfile heap_stacks(const HeapProfile& profile, HeapCost cost);

}  // namespace hone::derive
