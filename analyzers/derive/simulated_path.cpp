#include "analyzers/derive/simulated_path.hpp"

namespace hone::derive {

std::optional<std::string> why_not_timed(const SimulatedPath& path) {
  if (!path.other_code.empty()) {
    return "the code that was simulated may not be what runs here: " + path.other_code;
  }
  if (path.samples.empty()) return "nothing was timed of the code that was simulated";
  return std::nullopt;
}

}  // namespace hone::derive
