// Sets of CPUs as the kernel and taskset write them: "0,2-3".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hone::text {

// CPUs by number, ascending, each once. nullopt: it is no such list, is empty, or names a CPU from
// 4096 on, where no kernel has one.
std::optional<std::vector<int>> parse_cpu_list(std::string_view list);

// `cpus` ascending; "" of none.
std::string cpu_list(const std::vector<int>& cpus);

}  // namespace hone::text
