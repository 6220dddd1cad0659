#include "cli/version.hpp"

#include "fmt/format.h"

namespace hone::cli {

// Both macros come from CMake: the project's version, and git's name of the built commit.
Tool tool() { return {"hone", HONE_VERSION, HONE_REVISION}; }

std::string version_text() {
  const Tool self = tool();
  return fmt::format("{} {} ({})", self.name, self.version, self.revision);
}

}  // namespace hone::cli
