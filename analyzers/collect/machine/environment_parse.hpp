// What the kernel's and the distribution's text files say about the machine. Pure:
// text in, facts out; no text makes these throw. What a text does not say is
// absent: nullopt or an empty name, or Absent where the report shows the reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::collect {

// The system's name in /etc/os-release: "Debian GNU/Linux 12 (bookworm)"; empty when it has no
// name.
std::string parse_os_release(std::string_view text);

struct CpuIdentity {
  std::string vendor;                 // "GenuineIntel", "AuthenticAMD", "ARM", ...
  std::string model;                  // as the vendor calls it
  std::vector<std::string> features;  // those that matter to hone, in the kernel's words
  std::optional<bool> hypervisor;     // nullopt: this architecture does not tell
};

// The first processor of /proc/cpuinfo.
CpuIdentity parse_cpuinfo(std::string_view text);

// The hypervisor's name; empty: none seen. `hypervisor` is that of CpuIdentity; the other texts are
// from /sys/class/dmi/id and /sys/hypervisor, each empty when unreadable.
std::string describe_virtualization(std::optional<bool> hypervisor, std::string_view system_vendor,
                                    std::string_view product, std::string_view hypervisor_type);

// A cache's size in bytes, written "48K", "2M" or in plain bytes, as in
// /sys/devices/system/cpu/*/cache/*/size; > 0.
std::optional<std::int64_t> parse_cache_size(std::string_view text);

// How many CPUs a list such as "0-3,8" names; > 0.
std::optional<int> parse_cpu_count(std::string_view list);

// The number of CPUs in "Cpus_allowed_list" of /proc/self/status.
std::optional<int> parse_allowed_cpus(std::string_view status);

// "MemTotal" of /proc/meminfo, in bytes; > 0.
std::optional<std::int64_t> parse_memory_total(std::string_view meminfo);

// "MemAvailable": what can be had without swapping, in bytes.
std::optional<std::int64_t> parse_memory_available(std::string_view meminfo);

// The 1-minute load average of /proc/loadavg.
NumberOrAbsent parse_load(std::string_view text);

// CPU time of all CPUs since boot, in the kernel's ticks.
struct CpuTicks {
  double all = 0;
  double stolen = 0;  // by the hypervisor
};

// The CPU time in the first line of /proc/stat, or the reason why it is not known.
std::variant<CpuTicks, Absent> parse_cpu_ticks(std::string_view text);

// The hypervisor's share of all CPU time since boot, by /proc/stat, in [0, 1].
NumberOrAbsent parse_steal(std::string_view text);

// Address space randomisation by /proc/sys/kernel/randomize_va_space: "full", "partial" or "off".
TextOrAbsent parse_aslr(std::string_view text);

// The choice in brackets: "always [madvise] never".
TextOrAbsent parse_selected(std::string_view text);

// The version in a text: "3.19.0" in "valgrind-3.19.0"; empty when there is none.
std::string parse_version(std::string_view text);

}  // namespace hone::collect
