// Heap profiles, and those in a saved report, read back.
#pragma once

#include "analyzers/model/heap_profile.hpp"
#include "reports/json/json_fields.hpp"

namespace hone::reports {

// A whole profile, hone.heap/1.
HeapProfile read_heap_profile(const JsonField& object);

HeapSummary read_heap_summary(const JsonField& object);
HeapDifference read_heap_difference(const JsonField& object);

}  // namespace hone::reports
