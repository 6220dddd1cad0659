#include "cli/output/version.hpp"

#include "fmt/format.h"
#include "hone_revision.hpp"

namespace hone::cli {

// HONE_VERSION is the project's, HONE_REVISION git's name of the built commit (revision.cmake).
Tool tool() { return {"hone", HONE_VERSION, HONE_REVISION}; }

std::string version_text() {
  const Tool self = tool();
  return fmt::format("{} {} ({})", self.name, self.version, self.revision);
}

}  // namespace hone::cli
