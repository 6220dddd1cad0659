// Heap profiles by place in the source: who requested the memory, and what changed.
#pragma once

#include <vector>

#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/stack_profile.hpp"

namespace hone::derive {

// All allocations by site. A stack's site is its innermost frame that is no allocator function
// (allocator_functions.hpp), or its innermost frame where all are. The sites are in the order of
// their first stacks and add up to the totals.
std::vector<HeapSite> heap_sites(const HeapProfile& profile);

// The sites that are among the `most` by any cost, with names and without stacks.
HeapSummary summarise_heap(const HeapTrace& trace, std::size_t most);

// The first cost of allocations, bytes, peak, temporary and leaked in which any site differs;
// allocations where none does.
HeapCost most_telling_cost(const HeapProfile& before, const HeapProfile& after);

HeapDifference compare_heaps(const HeapProfile& before, const HeapProfile& after, HeapCost cost);

// The stacks that have any of `cost`, for a flame graph.
StackProfile heap_stacks(const HeapProfile& profile, HeapCost cost);

// The stacks that have any of `cost` in either profile, matched by the names on them.
StackProfile heap_difference_stacks(const HeapProfile& before, const HeapProfile& after,
                                    HeapCost cost);

}  // namespace hone::derive
