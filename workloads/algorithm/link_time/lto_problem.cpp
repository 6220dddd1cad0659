// What CMake found out about link-time optimisation, for the variant that needs it.
#include "workloads/algorithm/link_time/orders.hpp"

namespace hone::workloads::link_time {

std::optional<std::string> lto_problem() {
  const std::string problem = HONE_LTO_PROBLEM;
  if (problem.empty()) return std::nullopt;
  return problem;
}

}  // namespace hone::workloads::link_time
