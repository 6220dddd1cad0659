// Weighted stacks in the formats that other viewers read.
#pragma once

#include <string>

#include "analyzers/model/stack_profile.hpp"

namespace hone::reports {

// One line for each stack, "outermost;...;innermost WEIGHT", as flame-graph scripts take it. Lines
// are sorted, and equal stacks are added up. A ";" in a name becomes ":", since the format has no
// other way; control characters are escaped.
std::string render_folded(const StackProfile& profile);

// The stacks as a "sampled" profile of speedscope's file format (www.speedscope.app).
std::string render_speedscope(const StackProfile& profile);

}  // namespace hone::reports
