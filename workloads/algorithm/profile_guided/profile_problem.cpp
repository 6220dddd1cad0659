// What CMake found out about building with a profile, for the variants that need it.
#include "workloads/algorithm/profile_guided/machine.hpp"

namespace hone::workloads::profile_guided {

std::optional<std::string> profile_problem() {
  constexpr const char* problem = HONE_PROFILE_PROBLEM;
  if (*problem == '\0') return std::nullopt;
  return problem;
}

}  // namespace hone::workloads::profile_guided
