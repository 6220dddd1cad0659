// The catalogue as text and JSON, for `hone list` and `hone show`. Pure.
#pragma once

#include <string>
#include <vector>

#include "reports/layout/style.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

std::string list_text(const std::vector<const workloads::Workload*>& workloads,
                      const reports::TerminalStyle& style);

// An array of objects: id, family, technique, leaf, summary, metric, parameters, variants,
// stands_for_technique, no_gain. A plug-in's workload also has plugin, and its leaf is null.
// `no_gain[]`: parameters, variant (always there: the one that does not pay at the point), text.
std::string list_json(const std::vector<const workloads::Workload*>& workloads);

std::string show_text(const workloads::Workload& workload, const reports::TerminalStyle& style);

}  // namespace hone::cli
