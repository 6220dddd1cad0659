// Reads back heap profiles, and those parts of them that a saved report has.
#pragma once

#include "analyzers/model/heap_profile.hpp"
#include "reports/json/json_fields.hpp"

namespace hone::reports {

// Reads a whole profile, hone.heap/1.
HeapProfile read_heap_profile(const JsonField& object);

HeapSummary read_heap_summary(const JsonField& object);
HeapDifference read_heap_difference(const JsonField& object);

}  // namespace hone::reports
