// The limits that control groups set to this process, of version 1 and 2 alike. A process is held
// by the limits of its own group and of all groups above that: the tightest counts. A limit is
// absent where none is set, and where the kernel does not say.
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

// Parses /proc/self/cgroup. Lines that are of another form are skipped.
std::vector<ControlGroup> parse_control_groups(std::string_view text);

// A hierarchy's place in the file system.
struct GroupMount {
  std::string mounted = "/";               // the group that is its root here, a container's own
  std::filesystem::path point{};           // "/sys/fs/cgroup/cpu"
  std::vector<std::string> controllers{};  // among other options; empty: version 2
};

// Parses a line of /proc/self/mountinfo; nullopt: it mounts something else.
std::optional<GroupMount> parse_group_mount(std::string_view line);

// cpu.max of version 2, in CPUs.
std::optional<double> parse_cpu_max(std::string_view text);

// cpu.cfs_quota_us and cpu.cfs_period_us of version 1, in CPUs.
std::optional<double> parse_cpu_quota(std::string_view quota, std::string_view period);

// memory.max of version 2 or memory.limit_in_bytes of version 1, in bytes.
std::optional<double> parse_memory_max(std::string_view text);

// The number behind `name` in memory.stat.
std::optional<double> parse_statistic(std::string_view text, std::string_view name);

// The CPU limit by the files under `root` (proc/, sys/fs/cgroup/), in CPUs.
std::optional<double> read_cpu_limit(const std::filesystem::path& root);

// Bytes that the groups leave to this process. Pages of files count as left, since they can be
// dropped.
std::optional<double> read_memory_left(const std::filesystem::path& root);

}  // namespace hone::collect
