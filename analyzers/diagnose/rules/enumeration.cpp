#include "analyzers/diagnose/rules/enumeration.hpp"

#include <cstddef>

namespace hone::diagnose {

std::string enumeration(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

}  // namespace hone::diagnose
