#include "analyzers/text/listing.hpp"

#include <cstddef>

#include <fmt/format.h>

namespace hone::text {

std::string listed(std::span<const std::string> parts, std::string_view last) {
  std::string text;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (part > 0) text += part + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
    text += parts[part];
  }
  return text;
}

}  // namespace hone::text
