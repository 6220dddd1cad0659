#include "analyzers/diagnose/rules/unsteady_core.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::diagnose {
namespace {

constexpr double noticeable = 1.05;  // of the 90th to the 10th percentile

// The median speed of each CPU that a unit's runs were kept on, Hz; the slowest first.
std::vector<std::pair<double, int>> speeds_of_cpus(const SubjectReport& report) {
  std::map<int, std::vector<double>> speeds;
  for (const VariantReport& variant : report.variants) {
    for (const Sample& sample : variant.samples) {
      const auto speed = sample.values.find("frequency");
      if (sample.cpu && speed != sample.values.end()) {
        speeds[*sample.cpu].push_back(speed->second.number);
      }
    }
  }
  std::vector<std::pair<double, int>> medians;
  medians.reserve(speeds.size());
  for (const auto& [cpu, values] : speeds) medians.emplace_back(stats::median(values), cpu);
  std::sort(medians.begin(), medians.end());
  return medians;
}

// That CPUs differ is no unsteadiness, and is the same for both sides of a pair.
std::optional<Finding> different_cpus(const SubjectReport& report) {
  if (!report.placement || !report.placement->is_one_cpu) return std::nullopt;
  const std::vector<std::pair<double, int>> speeds = speeds_of_cpus(report);
  if (speeds.size() < 2) return std::nullopt;
  const auto [slow, slow_cpu] = speeds.front();
  const auto [fast, fast_cpu] = speeds.back();
  if (fast < noticeable * slow) return std::nullopt;
  return Finding{.rule = "unsteady_core",
                 .text =
                     "the CPUs differ in speed, and times with them; both sides of a pair were on "
                     "one CPU, where it cancels",
                 .evidence = {fmt::format("CPU {} at {:.2f} GHz, CPU {} at {:.2f} GHz (medians)",
                                          slow_cpu, slow * 1e-9, fast_cpu, fast * 1e-9)}};
}

}  // namespace

std::vector<Finding> unsteady_core(const SubjectReport& report) {
  const std::optional<SpeedRange>& speed = report.core_speed;
  if (!speed || speed->fast < noticeable * speed->slow) return {};
  if (std::optional<Finding> different = different_cpus(report)) return {std::move(*different)};
  return {{.rule = "unsteady_core",
           .text = "the core's speed changed meanwhile, which makes every time less steady; "
                   "instructions (--metric instructions) do not depend on it",
           .evidence = {fmt::format("one run in ten below {:.2f} GHz, one above {:.2f} GHz",
                                    speed->slow * 1e-9, speed->fast * 1e-9)}}};
}

}  // namespace hone::diagnose
