// One heap profile for the tests of its renderers.
#pragma once

#include <vector>

#include "analyzers/model/heap_profile.hpp"

namespace hone::reports {

HeapProfile sample_heap();
std::vector<HeapSite> sample_sites();

}  // namespace hone::reports
