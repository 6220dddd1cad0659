// Which hone this is.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"

namespace hone::cli {

Tool tool();

// "hone 0.1.0 (3f2c1ab)"
std::string version_text();

}  // namespace hone::cli
