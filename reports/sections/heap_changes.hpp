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
#include "reports/layout/style.hpp"
#include "reports/layout/table.hpp"

namespace hone::reports {

// "temporary allocations", "bytes at the peak".
std::string_view cost_words(HeapCost cost);

// Of a cost, by its unit: "1,500", "97.7 KiB".
std::string heap_amount(const HeapCosts& costs, HeapCost cost);

// A function's name, shortened and escaped, as a cell has room for.
std::string function_cell(std::string_view function);

// "parser.cpp:88"; empty: not known.
std::string place_text(const HeapPlace& place);

// "same", "new", "gone", "+21 %", in the colour that goes with it.
Cell heap_change_cell(std::uint64_t before, std::uint64_t after);

// The first `top` of those that differ in `cost`; empty: none does.
std::string render_changes(std::string_view title, const std::vector<HeapChange>& changes,
                           HeapCost cost, std::size_t top, const TerminalStyle& style);

// Of each variant that was traced beside the baseline: a few sites that changed most, with where
// they are, and callers with all that they called.
std::string render_heap_changes(const SubjectReport& subject, const TerminalStyle& style);

}  // namespace hone::reports
