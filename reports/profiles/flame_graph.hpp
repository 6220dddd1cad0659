// Weighted stacks as an interactive flame graph: one SVG that needs nothing but a browser.
#pragma once

#include <string>

#include "analyzers/model/stack_profile.hpp"

namespace hone::reports {

// The graph has the outermost frames at the bottom. Equal frames side by side are merged, and
// siblings stand in the order of their names, so that equal profiles give equal files. A click on a
// frame zooms, Escape goes back, Ctrl-F or a click on "search" highlights. Frames too narrow to be
// seen are left out, and the graph says how much weight is in them.
std::string render_flame_graph(const StackProfile& profile);

}  // namespace hone::reports
