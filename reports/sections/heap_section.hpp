// What a program did with its heap, as a document.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzers/model/heap_profile.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The answer in a sentence, then the `top` sites by each cost, and the sizes. The sites are those
// of derive::heap_sites.
AnsweredDocument heap_section(const HeapProfile& profile, const std::vector<HeapSite>& sites,
                              std::size_t top);

// The totals side by side, then the functions that changed most, `top` in each table.
AnsweredDocument heap_difference_section(const HeapProfile& before, const HeapProfile& after,
                                         const HeapDifference& difference, std::size_t top);

}  // namespace hone::reports
