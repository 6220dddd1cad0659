#include "analyzers/derive/cycle_estimate.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "analyzers/derive/ratios.hpp"
#include "analyzers/derive/simulated_path.hpp"
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

// Of the IPC, which no core exceeds.
std::optional<Interval> bounded(const std::optional<Interval>& interval, double width) {
  if (!interval || width <= 0) return interval;
  return Interval{interval->lo, std::min(interval->hi, width)};
}

std::optional<Interval> inverted(const std::optional<Interval>& interval, double numerator) {
  if (!interval || interval->lo <= 0) return std::nullopt;
  return Interval{numerator / interval->hi, numerator / interval->lo};
}

// Why no IPC can be told of the path; nullopt: its samples may.
std::optional<Absent> why_no_path(const VariantRun& run) {
  if (!run.path) return Absent{"it is not known which code was simulated"};
  if (const auto reason = why_not_timed(*run.path)) return Absent{*reason};
  return std::nullopt;
}

}  // namespace

std::variant<MetricSummary, Absent> estimate_cycles(const std::vector<Sample>& samples) {
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
  return summary_of_cycles(all.cycles, relative_spread(all.frequencies), user);
}

EstimatedFigures estimate_figures(const VariantRun& run, double instructions) {
  EstimatedFigures figures;
  figures.cycles = estimate_cycles(run.samples);
  const auto absent = [&](const Absent& reason) {
    figures.cpi = reason;
    figures.ipc = reason;
    return figures;
  };
  const std::optional<Absent> no_path = why_no_path(run);
  if (no_path && run.path && !run.path->other_code.empty()) return absent(*no_path);
  if (const auto* reason = std::get_if<Absent>(&figures.cycles)) return absent(*reason);
  if (no_path) return absent(*no_path);
  const auto path = estimate_cycles(run.path->samples);
  if (const auto* reason = std::get_if<Absent>(&path)) return absent(*reason);
  const MetricSummary& cycles = std::get<MetricSummary>(path);
  const double width = run.path->issue_width;
  const double ipc = instructions / cycles.value;
  if (width > 0 && ipc > width) {
    const Absent reason{
        fmt::format("its cycles and its simulated instructions contradict each other: {:.3g} "
                    "instructions a cycle are more than the {:.0f} that this core can issue",
                    ipc, width)};
    figures.cycles = reason;
    return absent(reason);
  }
  const std::optional<Interval> interval = bounded(inverted(cycles.interval, instructions), width);
  figures.ipc = estimated(Unit::quotient, ipc, interval, cycles);
  figures.cpi = estimated(Unit::quotient, 1 / ipc, inverted(interval, 1), cycles);
  return figures;
}

}  // namespace hone::derive
