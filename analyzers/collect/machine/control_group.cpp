// Formats: the kernel's Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst, and
// Documentation/scheduler/sched-bwc.rst.
#include "analyzers/collect/machine/control_group.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/text/line_reader.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

using Limit = std::optional<double>;

// A limit as the files of one group say it.
using LimitOf = Limit (*)(const fs::path& group);

void tighten(Limit& least, const Limit& other) {
  if (other && (!least || *other < *least)) least = other;
}

// Where the hierarchy is mounted; more than one place is usual, and what is missing says nothing.
// Beside version 1, version 2 lies in a folder of its own.
std::vector<fs::path> mounts_of(const ControlGroup& group, std::string_view controller,
                                const fs::path& root) {
  const fs::path all = root / "sys/fs/cgroup";
  if (group.controllers.empty()) return {all, all / "unified"};
  return {all / controller, all / fmt::format("{}", fmt::join(group.controllers, ","))};
}

// From the mount down to the group. In a container the path may be that of the host, with the group
// itself mounted as the root; of what is out of sight, the root alone is left to ask.
Limit tightest_on_path(const fs::path& mount, const std::string& path, LimitOf limit_of) {
  Limit least = limit_of(mount);
  if (path.starts_with("/..")) return least;
  fs::path group = mount;
  for (const fs::path& part : fs::path(path).relative_path()) {
    group /= part;
    tighten(least, limit_of(group));
  }
  return least;
}

// A controller belongs to one hierarchy: in the others its files are missing.
Limit tightest(const fs::path& root, std::string_view controller, LimitOf version_1,
               LimitOf version_2) {
  Limit least;
  for (const ControlGroup& group : parse_control_groups(read_text(root / "proc/self/cgroup"))) {
    const bool is_version_2 = group.controllers.empty();
    const auto& names = group.controllers;
    if (!is_version_2 && std::find(names.begin(), names.end(), controller) == names.end()) continue;
    for (const fs::path& mount : mounts_of(group, controller, root)) {
      tighten(least, tightest_on_path(mount, group.path, is_version_2 ? version_2 : version_1));
    }
  }
  return least;
}

Limit memory_left(const fs::path& group, const char* limit_file, const char* usage_file,
                  std::string_view cache) {
  const Limit limit = parse_memory_max(read_text(group / limit_file));
  if (!limit) return std::nullopt;
  const auto used = read_number(group / usage_file);
  const Limit cached = parse_statistic(read_text(group / "memory.stat"), cache);
  const double kept = static_cast<double>(used.value_or(0)) - cached.value_or(0);
  return std::max(0.0, *limit - std::max(0.0, kept));
}

}  // namespace

std::vector<ControlGroup> parse_control_groups(std::string_view text) {
  std::vector<ControlGroup> groups;
  text::LineReader lines(text);
  while (std::optional<std::string_view> line = lines.next()) {  // "0::/path", "4:cpu,cpuacct:/"
    text::take_until(*line, ':');
    const std::string_view controllers = text::take_until(*line, ':');
    if (!line->starts_with('/')) continue;
    ControlGroup& group = groups.emplace_back();
    group.path = *line;
    if (!controllers.empty()) group.controllers = text::split(controllers, ',');
  }
  return groups;
}

std::optional<double> parse_cpu_max(std::string_view text) {
  const std::string_view quota = text::take_word(text);
  const std::string_view period = text::take_word(text);
  return parse_cpu_quota(quota, period);
}

std::optional<double> parse_cpu_quota(std::string_view quota, std::string_view period) {
  const auto time = text::parse_number<std::int64_t>(text::trim(quota));  // "max" or -1: no limit
  const auto in_each = text::parse_number<std::int64_t>(text::trim(period));
  if (!time || !in_each || *time <= 0 || *in_each <= 0) return std::nullopt;
  return static_cast<double>(*time) / static_cast<double>(*in_each);
}

std::optional<double> parse_memory_max(std::string_view text) {
  // Version 1 says "no limit" as the largest multiple of a page: more than any machine has.
  constexpr std::int64_t unlimited = 1'000'000'000'000'000'000;
  const auto bytes = text::parse_number<std::int64_t>(text::trim(text));
  if (!bytes || *bytes < 0 || *bytes >= unlimited) return std::nullopt;
  return static_cast<double>(*bytes);
}

std::optional<double> parse_statistic(std::string_view text, std::string_view name) {
  text::LineReader lines(text);
  while (std::optional<std::string_view> line = lines.next()) {
    if (text::take_word(*line) != name) continue;
    const auto number = text::parse_number<std::int64_t>(text::trim(*line));
    if (number) return static_cast<double>(*number);
  }
  return std::nullopt;
}

std::optional<double> read_cpu_limit(const fs::path& root) {
  return tightest(
      root, "cpu",
      [](const fs::path& group) {
        return parse_cpu_quota(read_text(group / "cpu.cfs_quota_us"),
                               read_text(group / "cpu.cfs_period_us"));
      },
      [](const fs::path& group) { return parse_cpu_max(read_text(group / "cpu.max")); });
}

std::optional<double> read_memory_left(const fs::path& root) {
  return tightest(
      root, "memory",
      [](const fs::path& group) {
        return memory_left(group, "memory.limit_in_bytes", "memory.usage_in_bytes",
                           "total_inactive_file");
      },
      [](const fs::path& group) {
        return memory_left(group, "memory.max", "memory.current", "inactive_file");
      });
}

}  // namespace hone::collect
