// Parts of a sentence: "a", "a and b", "a, b and c".
#pragma once

#include <string>
#include <vector>

namespace hone::diagnose {

std::string enumeration(const std::vector<std::string>& parts);

}  // namespace hone::diagnose
