// Weighted stacks in the formats that other viewers read.
#pragma once

#include <string>

#include "analyzers/model/stack_profile.hpp"

namespace hone::reports {

// A line a stack, "outermost;...;innermost WEIGHT", sorted, equal ones added up: what flame-graph
// scripts take. A ";" in a name becomes ":", since the format has no other way; control
// characters are escaped.
std::string render_folded(const StackProfile& profile);

// A "sampled" profile of speedscope's file format (www.speedscope.app).
std::string render_speedscope(const StackProfile& profile);

}  // namespace hone::reports
