// The catalogue as documents, for `hone list` and `hone show`. Pure.
#pragma once

#include <vector>

#include "reports/document/document.hpp"
#include "workloads/cache_levels.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

// The workloads by family, each in a few lines. `workloads` are sorted by id.
reports::Document list_document(const std::vector<const workloads::Workload*>& workloads);

// All about one workload, fitted to the caches of this machine, which are `sizes`. What a plug-in
// leaves out has no part.
reports::Document show_document(const workloads::Workload& workload,
                                const workloads::CacheSizes& sizes);

}  // namespace hone::cli
