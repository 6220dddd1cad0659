// Refuses a plan whose subjects cannot fit into memory, before anything is allocated.
#pragma once

#include "analyzers/collect/available_memory.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// The processes of a unit hold their inputs side by side. Workloads that do not say what they need
// pass. The error names the first subject that does not fit, what it needs and what there is.
Result<void> check_memory(const Plan& plan, const collect::MemoryLimits& limits);

}  // namespace hone::cli
