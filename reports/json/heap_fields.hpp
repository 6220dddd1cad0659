// Parts of heap profiles as JSON, which hone.report/1 and hone.heap/1 share.
#pragma once

#include "analyzers/model/heap_profile.hpp"
#include "reports/json/json_writer.hpp"

namespace hone::reports {

void write_heap(JsonWriter& out, const HeapCosts& costs);
void write_heap(JsonWriter& out, const HeapSummary& summary);
void write_heap(JsonWriter& out, const HeapDifference& difference);

// The members of the object that a difference is.
void write_members(JsonWriter& out, const HeapDifference& difference);

}  // namespace hone::reports
