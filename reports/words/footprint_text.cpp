#include "reports/words/footprint_text.hpp"

#include <fmt/format.h>

#include "reports/words/format.hpp"

namespace hone::reports {

std::string footprint_text(const Footprint& footprint) {
  const std::string bytes = format_bytes(footprint.bytes);
  if (footprint.place == Footprint::Place::unknown) {
    return fmt::format("{}; in which cache is not known: {}", bytes, footprint.reason);
  }
  return fmt::format("{}: {} L{} ({}) here", bytes,
                     footprint.place == Footprint::Place::cache ? "in" : "beyond", footprint.level,
                     format_bytes(footprint.cache_bytes));
}

}  // namespace hone::reports
