// Another open file description of a file that is open already. Descriptors that are passed on
// share one description, and with it the offset: what one process reads, the other finds gone.
#pragma once

#include "analyzers/collect/process/descriptor.hpp"

namespace hone::collect {

// The file behind `descriptor`, for reading from its start; it need not have a name any more.
// -1, with errno: /proc is missing, or the file may not be read by whoever opens it.
Descriptor reopen_for_reading(int descriptor);

}  // namespace hone::collect
