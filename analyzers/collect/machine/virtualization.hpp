// Whether this is a virtual machine, which explains much of what it cannot measure.
#pragma once

#include <filesystem>
#include <string>

namespace hone::collect {

// The hypervisor, as the files under `root` (proc/, sys/) tell; empty: none seen.
std::string read_virtualization(const std::filesystem::path& root);

}  // namespace hone::collect
