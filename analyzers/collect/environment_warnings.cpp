// One function a theme; each warning has a stable kind, what is wrong, and the remedy.
#include "analyzers/collect/environment_warnings.hpp"

#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "analyzers/collect/process/sanitizer.hpp"

namespace hone::collect {
namespace {

// Below these the paired design of a comparison copes; above, a budget is wasted on noise.
constexpr double busy_load_per_cpu = 0.5;
constexpr double noticeable_steal = 0.01;

void warn_about_build(const Build& build, std::vector<Warning>& warnings) {
  if (build.is_sanitized) {
    warnings.push_back({"sanitized_build",
                        "hone was built with a sanitizer: its times mean nothing",
                        "build with the release preset"});
  } else if (build.has_assertions) {
    warnings.push_back({"debug_build",
                        "hone was built without NDEBUG: the catalogue is slowed down",
                        "build with the release preset"});
  }
}

// Without it every process has the same layout, and a lucky one looks like a faster program.
void warn_about_layout(const Environment& environment, std::vector<Warning>& warnings) {
  const auto* const aslr = std::get_if<std::string>(&environment.aslr);
  if (aslr == nullptr || *aslr == "full") return;
  warnings.push_back({"aslr",
                      fmt::format("address space randomisation is {}: layout bias stays", *aslr),
                      "sudo sysctl kernel.randomize_va_space=2"});
}

void warn_about_neighbours(const Environment& environment, const Circumstances& circumstances,
                           std::vector<Warning>& warnings) {
  const int cpus = environment.cpu.cores;
  if (const auto limit = circumstances.cpu_limit; limit && (cpus == 0 || *limit < cpus)) {
    warnings.push_back(
        {"cpu_limit",
         fmt::format("the control group's CPU quota is {:.3g} of {} CPUs: it is stopped in between",
                     *limit, cpus),
         "raise the container's CPU limit, or compare by cpu_time"});
  }
  const auto* const load = std::get_if<double>(&environment.load);
  if (load != nullptr && cpus > 0 && *load > busy_load_per_cpu * cpus) {
    warnings.push_back({"load", fmt::format("the load is {:.2f} on {} CPUs", *load, cpus),
                        "stop other programs, or compare by cpu_time"});
  }
  const auto* const steal = std::get_if<double>(&environment.steal);
  if (steal != nullptr && *steal > noticeable_steal) {
    warnings.push_back(
        {"steal",
         fmt::format("the hypervisor took {:.1f} % of the CPU time since boot", *steal * 100),
         "use a dedicated instance, or compare by cpu_time"});
  }
}

void warn_about_clock(const Environment& environment, std::vector<Warning>& warnings) {
  const auto* const governor = std::get_if<std::string>(&environment.governor);
  if (governor != nullptr && *governor != "performance") {
    warnings.push_back({"governor",
                        fmt::format("the CPU governor is {}, not performance", *governor),
                        "sudo cpupower frequency-set -g performance"});
  }
  const auto* const turbo = std::get_if<std::string>(&environment.turbo);
  if (turbo != nullptr && *turbo == "on") {
    warnings.push_back({"turbo", "turbo is on: the clock follows temperature and load",
                        "for the run, set intel_pstate/no_turbo to 1 or cpufreq/boost to 0 in "
                        "/sys/devices/system/cpu"});
  }
}

void warn_about_cpus(const Environment& environment, std::vector<Warning>& warnings) {
  if (environment.cpu.smt) {
    warnings.push_back({"smt", "two hardware threads share a core: a busy sibling slows the other",
                        "keep the machine idle, or echo off | sudo tee "
                        "/sys/devices/system/cpu/smt/control"});
  }
  if (environment.cpu.cores == 1) {
    warnings.push_back({"single_cpu", "one CPU only: threads take turns, contention is not seen",
                        "allow more CPUs for the concurrent workloads"});
  }
}

void warn_about_counters(const Environment& environment, const Circumstances& circumstances,
                         std::vector<Warning>& warnings) {
  if (environment.pmu_available) return;
  warnings.push_back({"no_pmu", fmt::format("no hardware counters: {}", environment.pmu_reason),
                      circumstances.pmu_remedy});
}

}  // namespace

Build this_build() {
  Build build;
#ifndef NDEBUG
  build.has_assertions = true;
#endif
  build.is_sanitized = built_with_sanitizer;
  return build;
}

std::vector<Warning> environment_warnings(const Environment& environment,
                                          const Circumstances& circumstances) {
  std::vector<Warning> warnings;
  warn_about_build(circumstances.build, warnings);
  warn_about_layout(environment, warnings);
  warn_about_neighbours(environment, circumstances, warnings);
  warn_about_clock(environment, warnings);
  warn_about_cpus(environment, warnings);
  warn_about_counters(environment, circumstances, warnings);
  return warnings;
}

}  // namespace hone::collect
