#include "analyzers/measure/moved_bytes.hpp"

namespace hone::measure {

bool does_less_unread(const collect::IoBytes& to_null, const collect::IoBytes& to_pipe) {
  constexpr double start_up_bytes = 16384;
  if (2 * to_null.written < to_pipe.written) return true;
  const auto unread = static_cast<double>(to_null.read + to_null.written);
  const auto read = static_cast<double>(to_pipe.read + to_pipe.written);
  return unread < 0.9 * read && unread < read - start_up_bytes;
}

}  // namespace hone::measure
