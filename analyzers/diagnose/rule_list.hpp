// The rules of diagnose/rules/, in the order in which their findings are told.
#pragma once

#include <span>

#include "analyzers/diagnose/rules/rule.hpp"

namespace hone::diagnose {

std::span<const Rule> rules();

}  // namespace hone::diagnose
