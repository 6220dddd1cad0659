#include "analyzers/derive/time_split.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

#include "analyzers/derive/ratios.hpp"
#include "analyzers/derive/simulated_path.hpp"
#include "analyzers/derive/user_share.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::derive {
namespace {

constexpr std::size_t fewest_for_interval = 6;
constexpr std::size_t most_units = 2000;
constexpr int resamples = 400;
constexpr std::uint64_t seed = 0x5eed;
constexpr double tail = 0.025;
constexpr double most_split_in_kernel = 0.2;
constexpr double most_perhaps_in_kernel = 0.5;
constexpr double few_units_tolerance = 0.05;  // of a log-ratio of too few units for an interval

// Evenly spread over the run, by falling speed.
std::vector<UnitShares> sorted_by_time(std::span<const UnitShares> units) {
  const std::size_t step = (units.size() + most_units - 1) / most_units;
  std::vector<UnitShares> sorted;
  for (std::size_t i = 0; i < units.size(); i += step) sorted.push_back(units[i]);
  std::sort(sorted.begin(), sorted.end(),
            [](const UnitShares& a, const UnitShares& b) { return a.time() < b.time(); });
  return sorted;
}

// Mean of the middle half of a sample that holds sorted[i] times[i] times.
UnitShares middle_mean(const std::vector<UnitShares>& sorted,
                       const std::vector<std::size_t>& times) {
  const std::size_t size = sorted.size();  // of a resample, too
  const std::size_t first = size / 4;
  const std::size_t last = size - first;
  UnitShares sum;
  std::size_t place = 0;
  for (std::size_t i = 0; i < sorted.size() && place < last; ++i) {
    const std::size_t from = std::max(place, first);
    const std::size_t to = std::min(place + times[i], last);
    place += times[i];
    if (to <= from) continue;
    const auto count = static_cast<double>(to - from);
    sum.instructions += count * sorted[i].instructions;
    sum.cpi += count * sorted[i].cpi;
    sum.clock += count * sorted[i].clock;
  }
  const auto kept = static_cast<double>(last - first);
  return {sum.instructions / kept, sum.cpi / kept, sum.clock / kept};
}

std::vector<UnitShares> bootstrap(const std::vector<UnitShares>& sorted) {
  std::mt19937_64 engine(seed);
  std::vector<UnitShares> means;
  std::vector<std::size_t> times(sorted.size());
  for (int resample = 0; resample < resamples; ++resample) {
    std::fill(times.begin(), times.end(), std::size_t{0});
    for (std::size_t draw = 0; draw < sorted.size(); ++draw) times[engine() % sorted.size()] += 1;
    means.push_back(middle_mean(sorted, times));
  }
  return means;
}

// `factor` picks one of a UnitShares. What is the same in every unit, as simulated instructions
// are, has an interval of no width, which rounding would hide.
template <class Factor>
Interval percentiles(const std::vector<UnitShares>& units, const std::vector<UnitShares>& means,
                     Factor factor) {
  const double first = factor(units.front());
  if (std::all_of(units.begin(), units.end(),
                  [&](const UnitShares& unit) { return factor(unit) == first; })) {
    return {first, first};
  }
  std::vector<double> values;
  values.reserve(means.size());
  for (const UnitShares& mean : means) values.push_back(factor(mean));
  return {stats::quantile(values, tail), stats::quantile(values, 1 - tail)};
}

// What one variant's part of a unit is made of.
struct Factors {
  double instructions = 0;
  double cycles = 0;
  double hertz = 0;
};

bool counts_kernel(const VariantRun& run, std::string_view metric) {
  const auto counter = run.counters.find(metric);
  return counter == run.counters.end() || !excludes_kernel(counter->second.event);
}

using ByUnit = std::map<int, Factors>;

ByUnit measured_factors(const VariantRun& run) {
  ByUnit units;
  if (!counts_kernel(run, "cycles") || !counts_kernel(run, "instructions")) return units;
  for (const Sample& sample : run.samples) {
    const double instructions = value_of(sample, "instructions").value_or(0);
    const double cycles = value_of(sample, "cycles").value_or(0);
    const double seconds = value_of(sample, "cpu_time").value_or(0);
    if (instructions <= 0 || cycles <= 0 || seconds <= 0) continue;
    units.emplace(sample.unit, Factors{instructions, cycles, cycles / seconds});
  }
  return units;
}

// Whether simulated instructions, which know nothing of the kernel, are nearly all.
bool is_in_user_mode(const UserShare& user) {
  return 1 - user.share <= most_split_in_kernel && 1 - user.interval.lo <= most_perhaps_in_kernel;
}

enum class Instructions : std::uint8_t { counted, simulated };

// The samples that ran the simulated code; nullptr: none did.
const std::vector<Sample>* simulated_samples(const VariantRun& run) {
  if (!run.path || why_not_timed(*run.path)) return nullptr;
  return &run.path->samples;
}

ByUnit estimated_factors(const VariantRun& run, Instructions source) {
  ByUnit units;
  const std::vector<Sample>* const samples =
      source == Instructions::simulated ? simulated_samples(run) : &run.samples;
  if (samples == nullptr || !is_in_user_mode(user_share(*samples))) return units;
  const double simulated_count = simulated(run.counts, "instructions").value_or(0);
  const double width = run.path ? run.path->issue_width : 0;
  for (const Sample& sample : *samples) {
    const double instructions = source == Instructions::simulated
                                    ? simulated_count
                                    : value_of(sample, "instructions").value_or(0);
    const double hertz = value_of(sample, "frequency").value_or(0);
    const double seconds = value_of(sample, "cpu_time").value_or(0);
    if (instructions <= 0 || hertz <= 0 || seconds <= 0) continue;
    if (width > 0 && instructions > width * seconds * hertz) continue;
    units.emplace(sample.unit, Factors{instructions, seconds * hertz, hertz});
  }
  return units;
}

std::vector<UnitShares> paired(const ByUnit& baseline, const ByUnit& variant) {
  std::vector<UnitShares> units;
  for (const auto& [unit, ours] : variant) {
    const auto found = baseline.find(unit);
    if (found == baseline.end()) continue;
    const Factors& theirs = found->second;
    UnitShares shares;
    shares.instructions = std::log(ours.instructions / theirs.instructions);
    shares.cpi = std::log(ours.cycles / theirs.cycles) - shares.instructions;
    shares.clock = -std::log(ours.hertz / theirs.hertz);
    units.push_back(shares);
  }
  return units;
}

// The times alone, of the ordinary samples.
std::vector<UnitShares> time_shares(const VariantRun& baseline, const VariantRun& variant) {
  std::map<int, double> before;
  for (const Sample& sample : baseline.samples) {
    before.emplace(sample.unit, value_of(sample, "cpu_time").value_or(0));
  }
  std::vector<UnitShares> units;
  for (const Sample& sample : variant.samples) {
    const auto found = before.find(sample.unit);
    const double seconds = value_of(sample, "cpu_time").value_or(0);
    if (found == before.end() || found->second <= 0 || seconds <= 0) continue;
    units.push_back({.instructions = 0, .cpi = std::log(seconds / found->second), .clock = 0});
  }
  return units;
}

Interval interval_of(const LogShare& time) {
  return time.interval.value_or(
      Interval{time.log_ratio - few_units_tolerance, time.log_ratio + few_units_tolerance});
}

// Whether the variants' times differ otherwise where they run the simulated code than they do in
// their ordinary samples: a split of the one says nothing of the other.
bool differs_on_path(const TimeSplit& path, const VariantRun& baseline, const VariantRun& variant) {
  const std::vector<UnitShares> ordinary = time_shares(baseline, variant);
  if (ordinary.empty()) return true;
  const Interval here = interval_of(split_units(ordinary).time);
  const Interval there = interval_of(path.time);
  return here.hi < there.lo || there.hi < here.lo;
}

// Why the simulation and the times of the two cannot be combined; nullopt: they can.
std::optional<std::string> why_other_paths(const VariantRun& baseline, const VariantRun& variant) {
  for (const VariantRun* run : {&baseline, &variant}) {
    if (!run->path) continue;
    if (auto reason = why_not_timed(*run->path)) return reason;
  }
  const auto units = paired(estimated_factors(baseline, Instructions::simulated),
                            estimated_factors(variant, Instructions::simulated));
  if (units.empty() || !differs_on_path(split_units(units), baseline, variant)) return std::nullopt;
  return "the two differ otherwise where they run the code that was simulated, of a processor with "
         "fewer instruction sets";
}

}  // namespace

TimeSplit split_units(std::span<const UnitShares> units) {
  if (units.empty()) throw std::invalid_argument("a split needs at least one unit");
  const std::vector<UnitShares> sorted = sorted_by_time(units);
  const UnitShares mean = middle_mean(sorted, std::vector<std::size_t>(sorted.size(), 1));
  TimeSplit split;
  split.time.log_ratio = mean.time();
  split.instructions.log_ratio = mean.instructions;
  split.cpi.log_ratio = mean.cpi;
  split.clock.log_ratio = mean.clock;
  if (sorted.size() < fewest_for_interval) return split;
  const std::vector<UnitShares> means = bootstrap(sorted);
  split.time.interval = percentiles(sorted, means, [](const UnitShares& m) { return m.time(); });
  split.instructions.interval =
      percentiles(sorted, means, [](const UnitShares& m) { return m.instructions; });
  split.cpi.interval = percentiles(sorted, means, [](const UnitShares& m) { return m.cpi; });
  split.clock.interval = percentiles(sorted, means, [](const UnitShares& m) { return m.clock; });
  return split;
}

std::optional<TimeSplit> split_time(const VariantRun& baseline, const VariantRun& variant) {
  std::vector<UnitShares> units = paired(measured_factors(baseline), measured_factors(variant));
  const Provenance provenance = units.empty() ? Provenance::estimated : Provenance::measured;
  if (units.empty()) {
    constexpr auto counted = Instructions::counted;
    units = paired(estimated_factors(baseline, counted), estimated_factors(variant, counted));
  }
  if (units.empty()) {
    constexpr auto source = Instructions::simulated;
    units = paired(estimated_factors(baseline, source), estimated_factors(variant, source));
    if (!units.empty() && differs_on_path(split_units(units), baseline, variant)) units.clear();
  }
  if (units.empty()) return std::nullopt;
  TimeSplit split = split_units(units);
  split.provenance = provenance;
  return split;
}

std::optional<std::string> why_not_split(const VariantRun& baseline, const VariantRun& variant) {
  for (const VariantRun* run : {&baseline, &variant}) {
    if (run->samples.empty() || !simulated(run->counts, "instructions")) return std::nullopt;
  }
  std::optional<std::string> reason;
  for (const VariantRun* run : {&baseline, &variant}) {
    const UserShare user = user_share(run->samples);
    if (is_in_user_mode(user)) continue;
    if (1 - user.interval.hi > most_split_in_kernel) {
      return "more than a fifth of the CPU time was in the kernel, which a simulation does not see";
    }
    reason =
        "the runs took too little CPU time in all to tell how much of it was in the kernel, which "
        "a simulation does not see; more runs tell";
  }
  return reason ? reason : why_other_paths(baseline, variant);
}

}  // namespace hone::derive
