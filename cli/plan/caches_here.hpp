// The caches that the catalogue is fitted to: those of this machine.
#pragma once

#include "workloads/cache_levels.hpp"

namespace hone::cli {

// As `hone doctor` tells them.
workloads::CacheSizes caches_here();

}  // namespace hone::cli
