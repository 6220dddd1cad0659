// Formats: the kernel's Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst, and
// Documentation/scheduler/sched-bwc.rst.
#include "analyzers/collect/machine/control_group.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <utility>

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

bool is_of(const GroupMount& mount, const ControlGroup& group) {
  const auto has = [&](const std::string& name) {
    return std::find(mount.controllers.begin(), mount.controllers.end(), name) !=
           mount.controllers.end();
  };
  return group.controllers.empty()
             ? mount.controllers.empty()
             : std::all_of(group.controllers.begin(), group.controllers.end(), has);
}

// The usual places, where the kernel does not say: what is missing there says nothing. Beside
// version 1, version 2 lies in a folder of its own.
std::vector<GroupMount> usual_mounts(const ControlGroup& group, std::string_view controller) {
  const fs::path all = "/sys/fs/cgroup";
  if (group.controllers.empty()) return {{.point = all}, {.point = all / "unified"}};
  return {{.point = all / controller},
          {.point = all / fmt::format("{}", fmt::join(group.controllers, ","))}};
}

std::vector<GroupMount> read_mounts(const fs::path& root) {
  std::vector<GroupMount> mounts;
  std::ifstream file(root / "proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    if (auto mount = parse_group_mount(line)) mounts.push_back(std::move(*mount));
  }
  return mounts;
}

std::vector<GroupMount> mounts_of(const ControlGroup& group, std::string_view controller,
                                  const std::vector<GroupMount>& all) {
  std::vector<GroupMount> mounts;
  std::copy_if(all.begin(), all.end(), std::back_inserter(mounts),
               [&](const GroupMount& mount) { return is_of(mount, group); });
  return mounts.empty() ? usual_mounts(group, controller) : mounts;
}

// The path of a group below the group that is mounted. Empty: it is that group, or out of sight.
fs::path below(const std::string& path, const std::string& mounted) {
  if (path.starts_with("/..")) return {};
  const std::string prefix = mounted == "/" ? mounted : mounted + "/";
  return path.starts_with(prefix) ? fs::path(path.substr(prefix.size())) : fs::path();
}

// From the mount down to the group. In a container the path may be that of the host, with the group
// itself mounted as the root; of what is out of sight, the root alone is left to ask.
Limit tightest_on_path(const fs::path& root, const GroupMount& mount, const std::string& path,
                       LimitOf limit_of) {
  fs::path group = root / mount.point.relative_path();
  Limit least = limit_of(group);
  for (const fs::path& part : below(path, mount.mounted)) {
    group /= part;
    tighten(least, limit_of(group));
  }
  return least;
}

// A controller belongs to one hierarchy: in the others its files are missing.
Limit tightest(const fs::path& root, std::string_view controller, LimitOf version_1,
               LimitOf version_2) {
  Limit least;
  const std::vector<GroupMount> mounts = read_mounts(root);
  for (const ControlGroup& group : parse_control_groups(read_text(root / "proc/self/cgroup"))) {
    const bool is_version_2 = group.controllers.empty();
    const auto& names = group.controllers;
    if (!is_version_2 && std::find(names.begin(), names.end(), controller) == names.end()) continue;
    for (const GroupMount& mount : mounts_of(group, controller, mounts)) {
      tighten(least,
              tightest_on_path(root, mount, group.path, is_version_2 ? version_2 : version_1));
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

std::optional<GroupMount> parse_group_mount(std::string_view line) {
  std::array<std::string_view, 5> words;  // of which the last two are the root and the place
  for (std::string_view& word : words) word = text::take_word(line);
  const std::size_t optional_fields_end = line.find(" - ");
  if (optional_fields_end == std::string_view::npos) return std::nullopt;
  line.remove_prefix(optional_fields_end + 3);
  const std::string_view type = text::take_word(line);
  text::take_word(line);  // the device
  const std::string_view options = text::take_word(line);
  if (type != "cgroup" && type != "cgroup2") return std::nullopt;
  GroupMount mount{.mounted = std::string(words[3]), .point = words[4], .controllers = {}};
  if (type == "cgroup") mount.controllers = text::split(options, ',');
  return mount;
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
