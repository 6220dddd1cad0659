#include "analyzers/derive/cycle_estimate.hpp"

#include <optional>

#include <fmt/format.h>

#include "analyzers/derive/ratios.hpp"
#include "analyzers/derive/user_share.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::derive {
namespace {

constexpr double confidence = 0.95;
constexpr double most_in_kernel = 0.5;

struct Clocked {
  std::vector<double> cycles;       // of all modes
  std::vector<double> frequencies;  // the gauge's
};

Clocked clocked(const std::vector<Sample>& samples) {
  Clocked clocked;
  for (const Sample& sample : samples) {
    const double seconds = value_of(sample, "cpu_time").value_or(0);
    const double hertz = value_of(sample, "frequency").value_or(0);
    if (seconds <= 0 || hertz <= 0) continue;
    clocked.cycles.push_back(seconds * hertz);
    clocked.frequencies.push_back(hertz);
  }
  return clocked;
}

double relative_spread(const std::vector<double>& frequencies) {
  return (stats::quantile(frequencies, 0.9) - stats::quantile(frequencies, 0.1)) / 2 /
         stats::median(frequencies);
}

std::optional<Interval> widened(const std::optional<Interval>& interval, double spread,
                                const UserShare& user) {
  if (!interval || spread >= 1 || user.interval.lo <= 0) return std::nullopt;
  return Interval{interval->lo * (1 - spread) * user.interval.lo / user.share,
                  interval->hi * (1 + spread) * user.interval.hi / user.share};
}

MetricSummary estimated(Unit unit, double value, std::optional<Interval> interval,
                        const MetricSummary& cycles) {
  MetricSummary summary;
  summary.unit = unit;
  summary.provenance = Provenance::estimated;
  summary.value = value;
  summary.interval = interval;
  if (cycles.spread) summary.spread = *cycles.spread / cycles.value * value;
  summary.samples = cycles.samples;
  return summary;
}

MetricSummary summary_of_cycles(std::vector<double> cycles, double spread, const UserShare& user) {
  for (double& count : cycles) count *= user.share;
  MetricSummary summary;
  summary.unit = Unit::count;
  summary.provenance = Provenance::estimated;
  summary.value = stats::median(cycles);
  summary.interval = widened(stats::median_interval(cycles, confidence), spread, user);
  if (cycles.size() > 1) summary.spread = stats::median_absolute_deviation(cycles);
  summary.samples = static_cast<int>(cycles.size());
  return summary;
}

std::optional<Interval> scaled(const std::optional<Interval>& interval, double factor) {
  if (!interval) return std::nullopt;
  return Interval{interval->lo * factor, interval->hi * factor};
}

std::optional<Interval> inverted(const std::optional<Interval>& interval, double numerator) {
  if (!interval || interval->lo <= 0) return std::nullopt;
  return Interval{numerator / interval->hi, numerator / interval->lo};
}

}  // namespace

std::variant<CycleEstimate, Absent> estimate_cycles(const std::vector<Sample>& samples,
                                                    double instructions) {
  if (samples.empty()) return Absent{"nothing was timed"};
  const Clocked all = clocked(samples);
  if (all.cycles.empty()) return Absent{"the core's frequency was not gauged"};
  const UserShare user = user_share(samples);
  if (1 - user.interval.hi > most_in_kernel) {
    return Absent{
        fmt::format("{:.0f} % of its CPU time was in the kernel, which the simulation does not "
                    "count",
                    (1 - user.share) * 100)};
  }
  if (1 - user.interval.lo > most_in_kernel) {
    return Absent{
        "its runs took too little CPU time in all to tell whether more than half of it was in the "
        "kernel; more runs tell"};
  }
  CycleEstimate estimate;
  estimate.cycles = summary_of_cycles(all.cycles, relative_spread(all.frequencies), user);
  const MetricSummary& cycles = estimate.cycles;
  estimate.cpi = estimated(Unit::quotient, cycles.value / instructions,
                           scaled(cycles.interval, 1 / instructions), cycles);
  estimate.ipc = estimated(Unit::quotient, instructions / cycles.value,
                           inverted(cycles.interval, instructions), cycles);
  return estimate;
}

}  // namespace hone::derive
