// Text that is empty where there is nothing to say: null then.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace hone::reports {

inline nlohmann::ordered_json text_or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

}  // namespace hone::reports
