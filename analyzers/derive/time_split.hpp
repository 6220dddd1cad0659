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

// ln(variant / baseline) of the factors in one unit; their sum is that of the CPU time.
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
// Names and provenance are the caller's. Throws std::invalid_argument for no units.
TimeSplit split_units(std::span<const UnitShares> units);

// nullopt when a factor is unknown. Measured: both variants' instructions and cycles were counted
// in user and kernel mode, and frequency = cycles / cpu_time. Estimated: the frequency is the
// gauge's, and CPI = cpu_time x frequency / instructions; the instructions are counted, or else
// simulated. Those know nothing of the kernel: no split where more than a fifth of the time was
// spent there, or may have been more than half. Units are paired by their number.
std::optional<TimeSplit> split_time(const VariantRun& baseline, const VariantRun& variant);

// Where both were timed and simulated, and still there is no split: too much of the time was in the
// kernel, or the runs are too short to tell. Else nullopt.
std::optional<std::string> why_not_split(const VariantRun& baseline, const VariantRun& variant);

}  // namespace hone::derive
