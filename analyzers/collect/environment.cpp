// Reads /proc, /sys and /etc/os-release and leaves their meaning to environment_parse.
// All paths start at a root that is given, so that tests can show other machines.
#include "analyzers/collect/environment.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzers/collect/counters/pmu_probe.hpp"
#include "analyzers/collect/environment_warnings.hpp"
#include "analyzers/collect/machine/caches.hpp"
#include "analyzers/collect/machine/control_group.hpp"
#include "analyzers/collect/machine/environment_parse.hpp"
#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/collect/machine/virtualization.hpp"

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

// In the order of their names; empty when there is no such directory.
std::vector<fs::path> entries(const fs::path& directory, std::string_view prefix) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator entry(directory, ignored), end; entry != end;
       entry.increment(ignored)) {
    if (entry->path().filename().native().starts_with(prefix)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool read_smt(const fs::path& cpus) {
  const auto active = read_number(cpus / "smt/active");
  if (active) return *active == 1;
  return parse_cpu_count(read_text(cpus / "cpu0/topology/thread_siblings_list")).value_or(1) > 1;
}

int read_allowed_cpus(const fs::path& root) {
  if (const auto allowed = parse_allowed_cpus(read_text(root / "proc/self/status"))) {
    return *allowed;
  }
  return parse_cpu_count(read_text(root / "sys/devices/system/cpu/online")).value_or(0);
}

// Clock domains may differ (fast and slow cores): each governor in use is named.
TextOrAbsent read_governor(const fs::path& cpus) {
  std::vector<std::string> governors;
  for (const fs::path& policy : entries(cpus / "cpufreq", "policy")) {
    const std::string governor = read_word(policy / "scaling_governor");
    if (governor.empty()) continue;
    if (std::find(governors.begin(), governors.end(), governor) == governors.end()) {
      governors.push_back(governor);
    }
  }
  if (governors.empty()) {
    return Absent{"the kernel does not control the clock here (no cpufreq, as in most VMs)"};
  }
  return fmt::format("{}", fmt::join(governors, ", "));
}

TextOrAbsent read_turbo(const fs::path& cpus) {
  if (const auto disabled = read_number(cpus / "intel_pstate/no_turbo")) {
    return *disabled == 0 ? "on" : "off";
  }
  if (const auto boost = read_number(cpus / "cpufreq/boost")) {
    return *boost == 0 ? "off" : "on";
  }
  return Absent{"the kernel shows no turbo or boost switch"};
}

}  // namespace

Environment read_environment(const fs::path& root) {
  const fs::path kernel = root / "proc/sys/kernel";
  const fs::path cpus = root / "sys/devices/system/cpu";
  CpuIdentity identity = parse_cpuinfo(read_text(root / "proc/cpuinfo"));

  Environment environment;
  environment.host = read_word(kernel / "hostname");
  environment.os = parse_os_release(read_text(root / "etc/os-release"));
  environment.kernel = read_word(kernel / "osrelease");
  environment.virtualization = read_virtualization(root);
  environment.cpu.vendor = std::move(identity.vendor);
  environment.cpu.model = std::move(identity.model);
  environment.cpu.cores = read_allowed_cpus(root);
  environment.cpu.smt = read_smt(cpus);
  environment.cpu.caches = read_caches(root);
  environment.cpu.features = std::move(identity.features);
  environment.memory_bytes = read_memory_total(root);
  environment.governor = read_governor(cpus);
  environment.turbo = read_turbo(cpus);
  environment.aslr = parse_aslr(read_text(kernel / "randomize_va_space"));
  environment.thp = parse_selected(read_text(root / "sys/kernel/mm/transparent_hugepage/enabled"));
  environment.load = parse_load(read_text(root / "proc/loadavg"));
  environment.steal = parse_steal(read_text(root / "proc/stat"));
  environment.pmu_reason = "not tried";
  return environment;
}

Environment collect_environment() {
  const fs::path root = "/";
  Environment environment = read_environment(root);
  const PmuStatus pmu = probe_pmu();
  environment.pmu_available = pmu.available;
  environment.pmu_reason = pmu.reason;
  environment.warnings = environment_warnings(
      environment,
      {.cpu_limit = read_cpu_limit(root), .pmu_remedy = pmu.remedy, .build = this_build()});
  return environment;
}

}  // namespace hone::collect
