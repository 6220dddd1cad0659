// Heap profiles looked at from the source: who asked for the memory, and what changed.
#pragma once

#include <vector>

#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/stack_profile.hpp"

namespace hone::derive {

// By place: the innermost frame that is no allocator function (allocator_functions.hpp); where all
// are, the innermost. In the order of their first stacks; they add up to the totals.
std::vector<HeapSite> heap_sites(const HeapProfile& profile);

// The same with names and without stacks: the sites that are among the `most` by any cost.
HeapSummary summarise_heap(const HeapTrace& trace, std::size_t most);

// The first of allocations, bytes, peak, temporary and leaked that any site differs in.
HeapCost most_telling_cost(const HeapProfile& before, const HeapProfile& after);

HeapDifference compare_heaps(const HeapProfile& before, const HeapProfile& after, HeapCost cost);

// The stacks that have any of that cost, for a flame graph.
StackProfile heap_stacks(const HeapProfile& profile, HeapCost cost);

// The same of two profiles: those of either, by the names on them.
StackProfile heap_difference_stacks(const HeapProfile& before, const HeapProfile& after,
                                    HeapCost cost);

}  // namespace hone::derive
