// Why two variants' CPU times differ: more work, slower work, or a slower clock.
//
//   time = instructions x CPI / frequency, so with logarithms of variant / baseline
//   ln(time) = ln(instructions) + ln(CPI) + clock,  clock = -ln(frequency),
//
// which is an identity in every unit, and so in every weighted mean of units.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

// ln(variant / baseline) of each factor in one unit; they add up to that of the CPU time.
struct UnitShares {
  double instructions = 0;
  double cpi = 0;
  double clock = 0;

  [[nodiscard]] double time() const { return instructions + cpi + clock; }
};

// The mean of each factor over those units whose times lie in the middle half: as robust as the
// interquartile mean (Tukey & McLaughlin, Sankhya A 25, 1963), and since one set of units serves
// all factors they still add up. The 95 % intervals are percentiles of 400 bootstrap resamples of
// units, trimmed anew (Efron & Tibshirani, "An Introduction to the Bootstrap", 13.3); absent below
// 6 units. Of more than 2000 units every n-th is used. The same units give the same intervals.
// The caller fills in names and provenance. Throws std::invalid_argument without any unit.
TimeSplit split_units(std::span<const UnitShares> units);

// The split of two variants, whose units are paired by number. nullopt: a factor is unknown.
// Measured: both variants' instructions and cycles were counted in user and kernel mode, and
// frequency = cycles / cpu_time. Estimated: the frequency is the gauge's, and
// CPI = cpu_time x frequency / instructions; the instructions are counted, or else simulated. Those
// are of the samples of the variants' paths, which ran the code that was simulated: there is no
// split without both, where a CPI would be less than a core's issue width allows, or where the
// times on these paths differ otherwise than those of the ordinary samples (their intervals are
// apart). A simulation sees nothing of the kernel, so there is no estimated split where more than a
// fifth of the time was spent in the kernel, or may have been more than half.
std::optional<TimeSplit> split_time(const VariantRun& baseline, const VariantRun& variant);

// The reason why two variants that were both timed and simulated have no split: too much of the
// time was in the kernel, or the runs are too short to tell. nullopt: there is no such reason.
// Another reason: other code was simulated than timed.
std::optional<std::string> why_not_split(const VariantRun& baseline, const VariantRun& variant);

}  // namespace hone::derive
