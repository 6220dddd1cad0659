#include "analyzers/collect/process/reopen.hpp"

#include <fcntl.h>

#include "fmt/format.h"

namespace hone::collect {

Descriptor reopen_for_reading(int descriptor) {
  const std::string link = fmt::format("/proc/self/fd/{}", descriptor);
  return Descriptor(open(link.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
}

}  // namespace hone::collect
