// Finds the subjects of a plan that cannot fit into memory, before anything is allocated.
#pragma once

#include <string>
#include <vector>

#include "analyzers/collect/machine/available_memory.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

struct TooLarge {
  const Subject* subject;  // of the plan
  std::string why;         // "needs about ..."
};

// The subjects that do not fit. The processes of a unit hold their inputs side by side. Workloads
// that do not say what they need pass. Where several workloads were selected, only the subjects
// that do not fit are left out: on a small machine the rest of the catalogue is still wanted. A
// plan of one workload, whose values were most likely typed, is refused as a whole, and so is a
// plan of which nothing is left: better now than after minutes. The error names the first subject
// that does not fit, what it needs and what there is.
Result<std::vector<TooLarge>> check_memory(const Plan& plan, const collect::MemoryLimits& limits);

// A line that tells the user which subject is left out, and why.
std::string left_out_text(const TooLarge& left_out);

}  // namespace hone::cli
