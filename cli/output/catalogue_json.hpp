// The catalogue as JSON, for `hone list --json`. Pure.
#pragma once

#include <string>
#include <vector>

#include "workloads/workload.hpp"

namespace hone::cli {

// An array of objects: id, family, technique, leaf, summary, metric, parameters, variants,
// stands_for_technique, no_gain. A plug-in's workload also has plugin, and its leaf is null.
// `no_gain[]`: parameters, variant (always there: the one that does not pay at the point), text.
std::string list_json(const std::vector<const workloads::Workload*>& workloads);

}  // namespace hone::cli
