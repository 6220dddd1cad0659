// What a simulation and times of other runs have in common.
#pragma once

#include <optional>
#include <string>

#include "analyzers/model/sample.hpp"

namespace hone::derive {

// Why nothing of the simulation may be combined with a time; nullopt: the path's samples may.
std::optional<std::string> why_not_timed(const SimulatedPath& path);

}  // namespace hone::derive
