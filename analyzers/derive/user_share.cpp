#include "analyzers/derive/user_share.hpp"

#include <algorithm>
#include <cmath>

#include "analyzers/derive/ratios.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::derive {
namespace {

constexpr double tick = 4e-3;  // seconds; 250 Hz is what distributions build for servers
constexpr double share_confidence = 0.95;

struct Totals {
  double cpu = 0;
  double system = 0;
  double system_seen = 0;  // what `system` would be, had all been in the kernel
  int short_runs = 0;      // shorter than a tick
  int split_runs = 0;      // of those, with time in both modes
};

Totals totals_of(const std::vector<Sample>& samples) {
  Totals totals;
  for (const Sample& sample : samples) {
    const double cpu = value_of(sample, "cpu_time").value_or(0);
    const auto user = value_of(sample, "user_time");
    const auto system = value_of(sample, "system_time");
    if (cpu <= 0 || !user || !system) continue;
    totals.cpu += cpu;
    totals.system += *system;
    totals.system_seen += cpu * std::min(1.0, cpu / tick);
    if (cpu >= tick) continue;
    totals.short_runs += 1;
    if (*user > 0 && *system > 0) totals.split_runs += 1;
  }
  return totals;
}

}  // namespace

UserShare user_share(const std::vector<Sample>& samples) {
  const Totals totals = totals_of(samples);
  if (totals.cpu <= 0) return {};
  if (2 * totals.split_runs > totals.short_runs) {  // the kernel reads a clock at each change
    const double user = 1 - std::clamp(totals.system / totals.cpu, 0.0, 1.0);
    return {user, {user, user}};
  }
  const double kernel = std::clamp(totals.system / totals.system_seen, 0.0, 1.0);
  const int ticks = std::max(1, static_cast<int>(std::min(totals.cpu / tick, 1e9)));
  const int hits = static_cast<int>(std::lround(kernel * ticks));
  const Interval of_kernel = stats::binomial_interval(hits, ticks, share_confidence);
  return {1 - kernel,
          {std::min(1 - of_kernel.hi, 1 - kernel), std::max(1 - of_kernel.lo, 1 - kernel)}};
}

}  // namespace hone::derive
