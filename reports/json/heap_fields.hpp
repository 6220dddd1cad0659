// Parts of heap profiles as JSON, which hone.report/1 and hone.heap/1 share.
#pragma once

#include <nlohmann/json.hpp>

#include "analyzers/model/heap_profile.hpp"

namespace hone::reports {

nlohmann::ordered_json heap_json(const HeapCosts& costs);
nlohmann::ordered_json heap_json(const HeapSummary& summary);
nlohmann::ordered_json heap_json(const HeapDifference& difference);

}  // namespace hone::reports
