// The limits that control groups set to this process, of version 1 and 2 alike. A process is held
// by the limits of its own group and of all groups above that: the tightest counts. Without a
// limit, and where the kernel does not say, they are absent.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hone::collect {

// The group of a process in one hierarchy.
struct ControlGroup {
  std::vector<std::string> controllers{};  // "cpu", "cpuacct"; empty: version 2, which has all
  std::string path{};                      // "/user.slice"; below "/..": out of a container's sight
};

// /proc/self/cgroup. Lines that are of another form are passed over.
std::vector<ControlGroup> parse_control_groups(std::string_view text);

// cpu.max of version 2, in CPUs.
std::optional<double> parse_cpu_max(std::string_view text);

// cpu.cfs_quota_us and cpu.cfs_period_us of version 1, in CPUs.
std::optional<double> parse_cpu_quota(std::string_view quota, std::string_view period);

// memory.max of version 2 or memory.limit_in_bytes of version 1, in bytes.
std::optional<double> parse_memory_max(std::string_view text);

// The number behind `name` in memory.stat.
std::optional<double> parse_statistic(std::string_view text, std::string_view name);

// What the files under `root` say (proc/, sys/fs/cgroup/), in CPUs.
std::optional<double> read_cpu_limit(const std::filesystem::path& root);

// Bytes that the groups leave to this process; pages of files, which can be dropped, are left, too.
std::optional<double> read_memory_left(const std::filesystem::path& root);

}  // namespace hone::collect
