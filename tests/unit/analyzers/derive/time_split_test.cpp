#include "analyzers/derive/time_split.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

double sum(const TimeSplit& split) {
  return split.instructions.log_ratio + split.cpi.log_ratio + split.clock.log_ratio;
}

bool covers(const LogShare& share, double truth) {
  return share.interval->lo <= truth && truth <= share.interval->hi;
}

// A run of `units`, with noise on time and clock that baseline and variant share in part.
struct Truth {
  double instructions = 1e6;
  double cpi = 0.5;
  double hertz = 3e9;
};

VariantRun run_of(const Truth& truth, int units, bool has_pmu, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> noise(0, 0.01);
  VariantRun run;
  for (int unit = 0; unit < units; ++unit) {
    const double hertz = truth.hertz * std::exp(noise(engine));
    const double cycles = truth.instructions * truth.cpi * std::exp(noise(engine));
    Sample sample;
    sample.unit = unit;
    sample.values["cpu_time"] = Value{cycles / hertz};
    sample.values["frequency"] = Value{hertz, Provenance::estimated};
    if (has_pmu) {
      sample.values["cycles"] = Value{cycles};
      sample.values["instructions"] = Value{truth.instructions};
    }
    run.samples.push_back(std::move(sample));
  }
  if (!has_pmu) {
    run.counts["instructions"] = Value{truth.instructions, Provenance::simulated};
    run.path = SimulatedPath{.samples = run.samples, .issue_width = 8};
  }
  return run;
}

TEST(TimeSplit, AddsUp) {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> wild(0, 1);
  for (const int count : {1, 2, 3, 5, 6, 7, 100, 4001}) {
    std::vector<UnitShares> units;
    for (int i = 0; i < count; ++i) units.push_back({wild(engine), wild(engine), wild(engine)});
    const TimeSplit split = split_units(units);
    EXPECT_NEAR(split.time.log_ratio, sum(split), 1e-12) << count;
  }
}

TEST(TimeSplit, FindsTheOneFactorThatChanged) {
  const Truth base;
  for (const bool has_pmu : {true, false}) {
    const VariantRun baseline = run_of(base, 40, has_pmu, 1);
    const auto split = [&](const Truth& truth) {
      return *split_time(baseline, run_of(truth, 40, has_pmu, 2));
    };
    const TimeSplit work = split({2e6, 0.5, 3e9});
    EXPECT_NEAR(work.instructions.log_ratio, std::log(2), 1e-9);
    EXPECT_TRUE(covers(work.cpi, 0));
    EXPECT_TRUE(covers(work.clock, 0));
    const TimeSplit pace = split({1e6, 0.75, 3e9});
    EXPECT_NEAR(pace.instructions.log_ratio, 0, 1e-9);
    EXPECT_TRUE(covers(pace.cpi, std::log(1.5)));
    EXPECT_TRUE(covers(pace.clock, 0));
    const TimeSplit clock = split({1e6, 0.5, 2e9});
    EXPECT_TRUE(covers(clock.cpi, 0));
    EXPECT_TRUE(covers(clock.clock, std::log(1.5))) << "slower: more time";
    EXPECT_EQ(clock.provenance, has_pmu ? Provenance::measured : Provenance::estimated);
    EXPECT_NEAR(clock.time.log_ratio, sum(clock), 1e-12);
  }
}

TEST(TimeSplit, IsRobustToATenthOfWildUnits) {
  VariantRun baseline = run_of({}, 60, true, 1);
  VariantRun variant = run_of({1.2e6, 0.5, 3e9}, 60, true, 2);
  for (std::size_t unit = 0; unit < 60; unit += 10) {
    variant.samples[unit].values["cpu_time"].number *= 20;
    variant.samples[unit].values["cycles"].number *= 10;
  }
  const TimeSplit split = *split_time(baseline, variant);
  EXPECT_NEAR(split.time.log_ratio, std::log(1.2), 0.02);
  EXPECT_NEAR(split.cpi.log_ratio, 0, 0.02);
  EXPECT_NEAR(split.clock.log_ratio, 0, 0.02);
}

TEST(TimeSplit, IntervalsCoverTheTruthAboutAsOftenAsTheySay) {
  constexpr int trials = 200;
  const Truth slower{1e6, 0.55, 3e9};
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const auto seed = static_cast<std::uint64_t>(2 * trial + 100);
    const TimeSplit split =
        *split_time(run_of({}, 40, true, seed), run_of(slower, 40, true, seed + 1));
    covered += covers(split.cpi, std::log(1.1)) ? 1 : 0;
  }
  EXPECT_GE(covered, trials * 88 / 100);
  EXPECT_LE(covered, trials * 99 / 100);
}

TEST(TimeSplit, OfFewUnitsHasNoIntervals) {
  const TimeSplit split = *split_time(run_of({}, 5, true, 1), run_of({}, 5, true, 2));
  EXPECT_FALSE(split.time.interval);
  EXPECT_FALSE(split.cpi.interval);
  EXPECT_TRUE(split_time(run_of({}, 6, true, 1), run_of({}, 6, true, 2))->time.interval);
}

TEST(TimeSplit, SimulatedInstructionsAreOneNumber) {
  const TimeSplit split =
      *split_time(run_of({}, 37, false, 1), run_of({1.1e6, 0.5, 3e9}, 37, false, 2));
  EXPECT_EQ(split.instructions.interval->lo, split.instructions.interval->hi);
}

TEST(TimeSplit, PairsUnitsByTheirNumber) {
  VariantRun baseline = run_of({}, 8, true, 1);
  VariantRun variant = baseline;
  variant.samples.erase(variant.samples.begin());  // unit 0 was given up
  EXPECT_NEAR(split_time(baseline, variant)->time.log_ratio, 0, 1e-12);
  for (Sample& sample : variant.samples) sample.unit += 100;
  EXPECT_FALSE(split_time(baseline, variant));
}

TEST(TimeSplit, NeedsAllFactorsOfBoth) {
  VariantRun ungauged = run_of({}, 8, false, 1);
  for (Sample& sample : ungauged.path->samples) sample.values.erase("frequency");
  EXPECT_FALSE(split_time(run_of({}, 8, false, 1), ungauged));
  VariantRun unsimulated = run_of({}, 8, false, 1);
  unsimulated.counts["instructions"] = Absent{"not asked for"};
  EXPECT_FALSE(split_time(run_of({}, 8, false, 1), unsimulated));
  EXPECT_FALSE(split_time({}, {}));
  EXPECT_THROW(split_units({}), std::invalid_argument);
}

TEST(TimeSplit, CountersOfUserModeLeaveTheClockToTheGauge) {
  VariantRun baseline = run_of({}, 8, true, 1);
  baseline.counters["cycles"] = {"skl::UNHALTED_CORE_CYCLES:u=1:k=0", 1};
  EXPECT_EQ(split_time(baseline, run_of({}, 8, true, 2))->provenance, Provenance::estimated);
}

TEST(TimeSplit, SimulatedInstructionsDoNotExplainTimeInTheKernel) {
  VariantRun variant = run_of({}, 8, false, 1);
  for (Sample& sample : variant.samples) {
    sample.values["cpu_time"] = Value{1};
    sample.values["user_time"] = Value{0.7};
    sample.values["system_time"] = Value{0.3};
  }
  variant.path->samples = variant.samples;
  EXPECT_FALSE(split_time(run_of({}, 8, false, 2), variant));
}

TEST(TimeSplit, OtherCodeThanWasSimulatedIsNotSplit) {
  const VariantRun baseline = run_of({}, 8, false, 1);
  VariantRun other = run_of({}, 8, false, 2);
  other.path->other_code = "it has code for AVX-512";
  EXPECT_FALSE(split_time(baseline, other));
  EXPECT_EQ(why_not_split(baseline, other),
            "the code that was simulated may not be what runs here: it has code for AVX-512");
  other.path.reset();
  EXPECT_FALSE(split_time(baseline, other));
}

TEST(TimeSplit, IsOfTheRunsThatTookTheSimulatedPath) {
  VariantRun variant = run_of({1.1e6, 0.5, 3e9}, 40, false, 2);
  variant.samples = run_of({1.1e6, 0.5, 3e9}, 40, false, 3).samples;
  const std::optional<TimeSplit> split = split_time(run_of({}, 40, false, 1), variant);
  ASSERT_TRUE(split);
  EXPECT_NEAR(split->time.log_ratio, std::log(1.1), 0.02);
}

TEST(TimeSplit, OfASimulatedPathWhoseTimesDifferOtherwiseSaysNothingOfTheOrdinaryOnes) {
  VariantRun variant = run_of({1e6, 1, 3e9}, 40, false, 2);
  variant.samples = run_of({1e6, 0.4, 3e9}, 40, false, 3).samples;  // its own code is the faster
  const VariantRun baseline = run_of({}, 40, false, 1);
  EXPECT_FALSE(split_time(baseline, variant));
  const std::optional<std::string> why = why_not_split(baseline, variant);
  EXPECT_TRUE(why && why->starts_with("the two differ otherwise")) << why.value_or("");
}

TEST(TimeSplit, FewerCyclesThanACoreNeedsAreNotSplit) {
  VariantRun impossible = run_of({1e6, 0.1, 3e9}, 8, false, 2);  // ten instructions a cycle
  EXPECT_FALSE(split_time(run_of({}, 8, false, 1), impossible));
  impossible.path->issue_width = 12;
  EXPECT_TRUE(split_time(run_of({}, 8, false, 1), impossible));
}

TEST(TimeSplit, InstructionsThatWereCountedInAnotherWayAreNotSimulated) {
  VariantRun counted = run_of({}, 8, false, 1);
  counted.counts["instructions"] = Value{1e6, Provenance::counted};
  EXPECT_FALSE(split_time(counted, counted));
}

// Each run 100 ms, `share` of it in the kernel.
VariantRun in_kernel(double share, int units, double seconds = 0.1) {
  VariantRun run = run_of({}, units, false, 1);
  for (Sample& sample : run.samples) {
    sample.values["cpu_time"] = Value{seconds};
    sample.values["user_time"] = Value{seconds * (1 - share)};
    sample.values["system_time"] = Value{seconds * share};
  }
  run.path->samples = run.samples;
  return run;
}

TEST(WhyNotSplit, NamesTheKernelWhereSimulationsWereMade) {
  EXPECT_EQ(why_not_split(in_kernel(0.01, 20), in_kernel(0.6, 20)),
            "more than a fifth of the CPU time was in the kernel, which a simulation does not see");
  EXPECT_EQ(why_not_split(in_kernel(0.01, 20), in_kernel(0.01, 20)), std::nullopt);
  VariantRun unsimulated = in_kernel(0.6, 20);
  unsimulated.counts.clear();
  EXPECT_EQ(why_not_split(in_kernel(0.01, 20), unsimulated), std::nullopt);
}

TEST(WhyNotSplit, DoesNotBlameTheKernelForWhatNoTickTells) {
  const std::optional<std::string> reason =
      why_not_split(in_kernel(0, 8, 0.5e-3), in_kernel(0, 8, 0.5e-3));
  EXPECT_TRUE(reason && reason->starts_with("the runs took too little CPU time"));
}

}  // namespace
}  // namespace hone::derive
