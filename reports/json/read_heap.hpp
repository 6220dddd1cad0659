// The heap profiles in a saved report, read back.
#pragma once

#include "analyzers/model/heap_profile.hpp"
#include "reports/json/json_fields.hpp"

namespace hone::reports {

HeapSummary read_heap_summary(const JsonField& object);
HeapDifference read_heap_difference(const JsonField& object);

}  // namespace hone::reports
