// What CMake found out about link-time optimisation, for the variant that needs it.
#include "workloads/algorithm/link_time/orders.hpp"

namespace hone::workloads::link_time {

std::optional<std::string> lto_problem() {
  constexpr const char* problem = HONE_LTO_PROBLEM;
  if (*problem == '\0') return std::nullopt;
  return problem;
}

}  // namespace hone::workloads::link_time
