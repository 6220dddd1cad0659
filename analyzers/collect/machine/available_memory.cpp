#include "analyzers/collect/machine/available_memory.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <sys/resource.h>

#include "analyzers/collect/machine/environment_parse.hpp"
#include "analyzers/collect/machine/text_file.hpp"

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

// Version 1 says "no limit" as the largest multiple of a page: more than any machine has.
constexpr double unlimited = 1e18;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The number behind "name" and blanks or a colon, at the head of a line.
std::optional<double> number_after(std::string_view text, std::string_view name) {
  for (std::string_view line : lines_of(text)) {
    if (!line.starts_with(name)) continue;
    line.remove_prefix(name.size());
    if (line.empty() || (line.front() != ' ' && line.front() != ':')) continue;
    line.remove_prefix(std::min(line.find_first_not_of(": "), line.size()));
    const auto number = parse_number(line.substr(0, line.find(' ')));
    if (number) return static_cast<double>(*number);
  }
  return std::nullopt;
}

std::optional<double> read_bytes(const fs::path& path) {
  const auto number = parse_number(read_text(path));
  if (!number) return std::nullopt;
  return static_cast<double>(*number);
}

struct Files {
  const char* limit;
  const char* usage;
  const char* cache;  // in memory.stat: pages of files, which the kernel drops when it must
};
constexpr Files version_2{"memory.max", "memory.current", "inactive_file"};
constexpr Files version_1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};

// Of one group. Its files are missing at the root, and in a container where it is not mounted.
std::optional<double> left_in(const fs::path& group, const Files& files) {
  const std::optional<double> limit = read_bytes(group / files.limit);
  if (!limit || *limit >= unlimited) return std::nullopt;
  const double used = read_bytes(group / files.usage).value_or(0);
  const double cache = number_after(read_text(group / "memory.stat"), files.cache).value_or(0);
  return std::max(0.0, *limit - std::max(0.0, used - cache));
}

void tighten(std::optional<double>& least, std::optional<double> other) {
  if (other && (!least || *other < *least)) least = other;
}

// A group is limited by those above it, too. In a container its path may be that of the host,
// with the group itself mounted as the root: what is missing says nothing.
std::optional<double> left_up_to(const fs::path& mount, std::string_view group,
                                 const Files& files) {
  std::optional<double> least = left_in(mount, files);
  fs::path path = mount;
  for (const fs::path& part : fs::path(group).relative_path()) {
    path /= part;
    tighten(least, left_in(path, files));
  }
  return least;
}

std::optional<double> left_in_groups(const fs::path& root) {
  std::optional<double> least;
  const std::string groups = read_text(root / "proc/self/cgroup");
  for (const std::string_view line : lines_of(groups)) {  // "0::/path" or "5:memory:/path"
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', std::min(first, line.size() - 1) + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string_view group = line.substr(second + 1);
    if (controllers.empty()) {
      tighten(least, left_up_to(root / "sys/fs/cgroup", group, version_2));
    } else if (controllers == "memory") {
      tighten(least, left_up_to(root / "sys/fs/cgroup/memory", group, version_1));
    }
  }
  return least;
}

}  // namespace

MemoryLimits read_memory_limits(const fs::path& root) {
  MemoryLimits limits;
  constexpr double kibi = 1024;
  if (const auto available = number_after(read_text(root / "proc/meminfo"), "MemAvailable")) {
    limits.machine = *available * kibi;
  }
  limits.group = left_in_groups(root);
  return limits;
}

MemoryLimits read_memory_limits() {
  MemoryLimits limits = read_memory_limits("/");
  rlimit address_space{};
  if (getrlimit(RLIMIT_AS, &address_space) == 0 && address_space.rlim_cur != RLIM_INFINITY) {
    limits.address_space = static_cast<double>(address_space.rlim_cur);
  }
  return limits;
}

std::optional<Shortage> find_shortage(const MemoryLimits& limits, double together, double each) {
  std::optional<Shortage> found;
  const auto check = [&](std::optional<double> available, double needed, std::string_view whose) {
    if (!available || needed <= *available) return;
    if (!found || *available < found->available) found = Shortage{needed, *available, whose};
  };
  check(limits.machine, together, "this machine has");
  check(limits.group, together, "its control group has");
  check(limits.address_space, each, "a process may have (ulimit -v)");
  return found;
}

}  // namespace hone::collect
