#include "analyzers/derive/cycle_estimate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::derive {
namespace {

std::vector<Sample> samples(int count, double seconds, double hertz, double wobble = 0) {
  std::vector<Sample> all;
  for (int unit = 0; unit < count; ++unit) {
    const double away = wobble * (unit % 3 - 1);
    Sample sample;
    sample.unit = unit;
    sample.values["cpu_time"] = Value{seconds / (1 + away)};
    sample.values["frequency"] = Value{hertz * (1 + away), Provenance::estimated};
    all.push_back(std::move(sample));
  }
  return all;
}

void spend_in_kernel(std::vector<Sample>& all, double share) {
  for (Sample& sample : all) {
    const double cpu = sample.values["cpu_time"].number;
    sample.values["user_time"] = Value{cpu * (1 - share)};
    sample.values["system_time"] = Value{cpu * share};
  }
}

std::string reason(const std::variant<MetricSummary, Absent>& figure) {
  return std::get<Absent>(figure).reason;
}

// The figures of samples that ran the code that was simulated.
EstimatedFigures figures(const std::vector<Sample>& samples, double instructions,
                         double issue_width = 8) {
  VariantRun run;
  run.samples = samples;
  run.path = SimulatedPath{.samples = samples, .issue_width = issue_width};
  return estimate_figures(run, instructions);
}

struct CycleEstimate {
  MetricSummary cycles;
  MetricSummary cpi;
  MetricSummary ipc;
};

CycleEstimate estimate(const std::vector<Sample>& samples, double instructions) {
  const EstimatedFigures got = figures(samples, instructions);
  return {std::get<MetricSummary>(got.cycles), std::get<MetricSummary>(got.cpi),
          std::get<MetricSummary>(got.ipc)};
}

TEST(CycleEstimate, IsTimeTimesFrequency) {
  const auto got = estimate(samples(9, 1e-3, 2e9), 4e6);
  EXPECT_DOUBLE_EQ(got.cycles.value, 2e6);
  EXPECT_DOUBLE_EQ(got.cpi.value, 0.5);
  EXPECT_DOUBLE_EQ(got.ipc.value, 2);
  EXPECT_EQ(got.ipc.provenance, Provenance::estimated);
  EXPECT_EQ(got.ipc.unit, Unit::quotient);
  EXPECT_EQ(got.ipc.samples, 9);
}

TEST(CycleEstimate, IsOfEachSamplesOwnFrequency) {
  // The clock moves by 10 %, and the time with it: the cycles are the same in each.
  const auto got = estimate(samples(30, 1e-3, 2e9, 0.1), 4e6);
  EXPECT_NEAR(got.cycles.value, 2e6, 1);
  ASSERT_TRUE(got.ipc.interval);
  EXPECT_NEAR(got.ipc.interval->lo, 2 / 1.1, 1e-3) << "widened by the gauge's spread";
  EXPECT_NEAR(got.ipc.interval->hi, 2 / 0.9, 1e-3);
}

TEST(CycleEstimate, OfFewSamplesHasNoInterval) {
  const auto got = estimate(samples(5, 1e-3, 2e9), 4e6);
  EXPECT_FALSE(got.ipc.interval);
  EXPECT_FALSE(got.cycles.interval);
}

TEST(CycleEstimate, LeavesOutTheTimeInTheKernel) {
  std::vector<Sample> all = samples(20, 0.1, 2e9);
  spend_in_kernel(all, 0.25);
  const auto got = estimate(all, 3e8);
  EXPECT_DOUBLE_EQ(got.cycles.value, 1.5e8);
  EXPECT_DOUBLE_EQ(got.ipc.value, 2);
  ASSERT_TRUE(got.ipc.interval);
  EXPECT_LT(got.ipc.interval->lo, 1.95) << "500 ticks tell the share to some 4 %";
  EXPECT_GT(got.ipc.interval->hi, 2.05);
}

TEST(CycleEstimate, IsAbsentWhereMostTimeWasInTheKernel) {
  std::vector<Sample> all = samples(20, 0.1, 2e9);
  spend_in_kernel(all, 0.62);
  EXPECT_EQ(reason(figures(all, 3e8).ipc),
            "62 % of its CPU time was in the kernel, which the simulation does not count");
}

TEST(CycleEstimate, IsAbsentWhereTooFewTicksTellOfTheKernel) {
  std::vector<Sample> all = samples(13, 0.5e-3, 2e9);
  spend_in_kernel(all, 0);
  EXPECT_EQ(
      reason(figures(all, 1e5).ipc),
      "its runs took too little CPU time in all to tell whether more than half of it was in the "
      "kernel; more runs tell");
}

TEST(CycleEstimate, AWeakEstimateOfTheKernelsShareIsNotStatedAsAFact) {
  std::vector<Sample> all = samples(13, 0.5e-3, 2e9);  // two ticks in all
  for (Sample& sample : all) {
    sample.values["user_time"] = Value{0};
    sample.values["system_time"] = Value{0};
  }
  all[0].values["system_time"] = Value{0.5e-3};
  EXPECT_THAT(reason(figures(all, 1e5).ipc), testing::HasSubstr("too little CPU time"));
}

TEST(CycleEstimate, IsAbsentWithoutSamplesOrGauge) {
  EXPECT_EQ(reason(figures({}, 1).ipc), "nothing was timed");
  std::vector<Sample> ungauged = samples(9, 1e-3, 2e9);
  for (Sample& sample : ungauged) sample.values.erase("frequency");
  EXPECT_EQ(reason(figures(ungauged, 1).ipc), "the core's frequency was not gauged");
}

// A variant that was timed at 1 ms, whose simulated path took `path_seconds`.
VariantRun with_path(double path_seconds, double issue_width = 8) {
  VariantRun run;
  run.samples = samples(9, 1e-3, 2e9);
  run.path = SimulatedPath{.samples = samples(9, path_seconds, 2e9), .issue_width = issue_width};
  return run;
}

TEST(EstimatedFigures, IpcIsOfTheCodeThatWasSimulatedAndCyclesAreOfTheCodeThatWasTimed) {
  const EstimatedFigures got = estimate_figures(with_path(2e-3), 8e6);
  EXPECT_DOUBLE_EQ(std::get<MetricSummary>(got.cycles).value, 2e6);
  EXPECT_DOUBLE_EQ(std::get<MetricSummary>(got.ipc).value, 2);
  EXPECT_DOUBLE_EQ(std::get<MetricSummary>(got.cpi).value, 0.5);
}

TEST(EstimatedFigures, ThereIsNoIpcWhereNoRunTookTheSimulatedPath) {
  VariantRun run = with_path(1e-3);
  run.path->other_code = "99 % are of a.out, which also has code for AVX-512";
  EXPECT_THAT(reason(estimate_figures(run, 4e6).ipc), testing::HasSubstr("also has code for AVX"));
  EXPECT_THAT(reason(estimate_figures(run, 4e6).cpi), testing::HasSubstr("also has code for AVX"));
  EXPECT_DOUBLE_EQ(std::get<MetricSummary>(estimate_figures(run, 4e6).cycles).value, 2e6)
      << "they owe nothing to the simulation";
  run.path = SimulatedPath{};
  EXPECT_EQ(reason(estimate_figures(run, 4e6).ipc),
            "nothing was timed of the code that was simulated");
  run.path.reset();
  EXPECT_EQ(reason(estimate_figures(run, 4e6).ipc), "it is not known which code was simulated");
}

TEST(EstimatedFigures, NoIpcIsAboveWhatACoreCanIssue) {
  const EstimatedFigures got = estimate_figures(with_path(1e-3, 6), 12.1e6);
  EXPECT_THAT(reason(got.ipc), testing::HasSubstr("6.05 instructions a cycle are more than the 6"));
  EXPECT_EQ(reason(got.cpi), reason(got.ipc));
  EXPECT_EQ(reason(got.cycles), reason(got.ipc)) << "they may be what is wrong";
  EXPECT_TRUE(
      std::holds_alternative<MetricSummary>(estimate_figures(with_path(1e-3, 6), 11.9e6).ipc));
}

TEST(EstimatedFigures, AnIntervalEndsAtWhatACoreCanIssue) {
  const std::vector<Sample> unsteady = samples(30, 1e-3, 2e9, 0.1);
  const EstimatedFigures got = figures(unsteady, 11.5e6, 6);
  EXPECT_DOUBLE_EQ(std::get<MetricSummary>(got.ipc).interval->hi, 6);
  EXPECT_DOUBLE_EQ(std::get<MetricSummary>(got.cpi).interval->lo, 1.0 / 6);
}

}  // namespace
}  // namespace hone::derive
