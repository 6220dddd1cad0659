// What allocated more or less than before, as rows of a table: for `hone heap --diff` and for a
// report whose variants were traced.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The words for a cost: "temporary allocations", "bytes at the peak".
std::string_view cost_words(HeapCost cost);

// The amount of one cost, in its unit: "1,500", "97.7 KiB".
std::string heap_amount(const HeapCosts& costs, HeapCost cost);

// The amount of one cost as a cell.
Cell heap_cell(const HeapCosts& costs, HeapCost cost, Tone tone = Tone::plain);

// A function's name without what a table has no room for.
Span function_span(std::string_view function);

// A place as "parser.cpp:88"; empty: not known.
Text place_text(const HeapPlace& place);

// A change as "same", "new", "gone" or "+21 %", in the tone that goes with it.
Cell heap_change_cell(const HeapAmounts& amounts);

// A table of the first `top` changes that differ in `cost`; empty: none does. `changes` are in
// order: after the first that does not differ, none does.
Document heap_change_table(std::string_view title, const std::vector<HeapChange>& changes,
                           HeapCost cost, std::size_t top);

// A table for each variant that was traced beside the baseline: a few sites that changed most, with
// where they are, and callers with all that they called.
Document heap_changes(const SubjectReport& subject);

}  // namespace hone::reports
