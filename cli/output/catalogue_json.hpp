// The catalogue as JSON, for `hone list --json`. Pure.
#pragma once

#include <string>
#include <vector>

#include "workloads/cache_levels.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

// An array of objects: id, family, technique, leaf, summary, metric, parameters, variants,
// stands_for_technique, no_gain. A plug-in's workload also has plugin, and its leaf is null.
// `no_gain[]`: parameters, variant (always there: the one that does not pay at the point), text,
// footprint, chosen (null: no parameter was chosen by the caches). `left_out[]` are those that this
// machine cannot show: text, variant, reason. `footprint`, here and at the default point: bytes,
// place, level, cache_bytes, reason, as in a report; null: the workload does not say. The workloads
// are fitted to the caches of this machine, which are `sizes`.
std::string list_json(const std::vector<const workloads::Workload*>& workloads,
                      const workloads::CacheSizes& sizes);

}  // namespace hone::cli
