// What a program did with its heap, as text for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzers/model/heap_profile.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// The answer in a sentence, then the `top` sites by each cost, and the sizes. The sites are those
// of derive::heap_sites.
std::string render_heap(const HeapProfile& profile, const std::vector<HeapSite>& sites,
                        std::size_t top, const TerminalStyle& style);

// Totals side by side, then the functions that changed most, `top` a table.
std::string render_heap_difference(const HeapProfile& before, const HeapProfile& after,
                                   const HeapDifference& difference, std::size_t top,
                                   const TerminalStyle& style);

}  // namespace hone::reports
