// --cpus: on which CPUs what is compared runs.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/placement.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// "same", "any", or CPUs such as "0,2-3". An error: it is none of these.
Result<CpuChoice> parse_cpu_choice(const std::string& text);

// An error: the choice names a CPU that is not among the `allowed`.
Result<void> check_cpu_choice(const CpuChoice& choice, const std::vector<int>& allowed);

}  // namespace hone::cli
