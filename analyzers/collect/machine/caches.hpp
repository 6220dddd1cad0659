// The caches of a CPU, as the kernel tells them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::collect {

// Those of the first CPU, from sys/devices/system/cpu under `root`. A cache without a size or a
// level is left out. Empty: the kernel tells none, as in some virtual machines.
std::vector<Cache> read_caches(const std::filesystem::path& root);

// Of the machine: the installed memory in bytes; 0: the kernel does not say.
std::int64_t read_memory_total(const std::filesystem::path& root);

}  // namespace hone::collect
