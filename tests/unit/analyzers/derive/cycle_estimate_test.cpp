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

std::string reason(const std::variant<CycleEstimate, Absent>& estimate) {
  return std::get<Absent>(estimate).reason;
}

TEST(CycleEstimate, IsTimeTimesFrequency) {
  const auto got = std::get<CycleEstimate>(estimate_cycles(samples(9, 1e-3, 2e9), 4e6));
  EXPECT_DOUBLE_EQ(got.cycles.value, 2e6);
  EXPECT_DOUBLE_EQ(got.cpi.value, 0.5);
  EXPECT_DOUBLE_EQ(got.ipc.value, 2);
  EXPECT_EQ(got.ipc.provenance, Provenance::estimated);
  EXPECT_EQ(got.ipc.unit, Unit::quotient);
  EXPECT_EQ(got.ipc.samples, 9);
}

TEST(CycleEstimate, IsOfEachSamplesOwnFrequency) {
  // The clock moves by 10 %, and the time with it: the cycles are the same in each.
  const auto got = std::get<CycleEstimate>(estimate_cycles(samples(30, 1e-3, 2e9, 0.1), 4e6));
  EXPECT_NEAR(got.cycles.value, 2e6, 1);
  ASSERT_TRUE(got.ipc.interval);
  EXPECT_NEAR(got.ipc.interval->lo, 2 / 1.1, 1e-3) << "widened by the gauge's spread";
  EXPECT_NEAR(got.ipc.interval->hi, 2 / 0.9, 1e-3);
}

TEST(CycleEstimate, OfFewSamplesHasNoInterval) {
  const auto got = std::get<CycleEstimate>(estimate_cycles(samples(5, 1e-3, 2e9), 4e6));
  EXPECT_FALSE(got.ipc.interval);
  EXPECT_FALSE(got.cycles.interval);
}

TEST(CycleEstimate, LeavesOutTheTimeInTheKernel) {
  std::vector<Sample> all = samples(20, 0.1, 2e9);
  spend_in_kernel(all, 0.25);
  const auto got = std::get<CycleEstimate>(estimate_cycles(all, 3e8));
  EXPECT_DOUBLE_EQ(got.cycles.value, 1.5e8);
  EXPECT_DOUBLE_EQ(got.ipc.value, 2);
  ASSERT_TRUE(got.ipc.interval);
  EXPECT_LT(got.ipc.interval->lo, 1.95) << "500 ticks tell the share to some 4 %";
  EXPECT_GT(got.ipc.interval->hi, 2.05);
}

TEST(CycleEstimate, IsAbsentWhereMostTimeWasInTheKernel) {
  std::vector<Sample> all = samples(20, 0.1, 2e9);
  spend_in_kernel(all, 0.62);
  EXPECT_EQ(reason(estimate_cycles(all, 3e8)),
            "62 % of its CPU time was in the kernel, which the simulation does not count");
}

TEST(CycleEstimate, IsAbsentWhereTooFewTicksTellOfTheKernel) {
  std::vector<Sample> all = samples(13, 0.5e-3, 2e9);
  spend_in_kernel(all, 0);
  EXPECT_EQ(
      reason(estimate_cycles(all, 1e5)),
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
  EXPECT_THAT(reason(estimate_cycles(all, 1e5)), testing::HasSubstr("too little CPU time"));
}

TEST(CycleEstimate, IsAbsentWithoutSamplesOrGauge) {
  EXPECT_EQ(reason(estimate_cycles({}, 1)), "nothing was timed");
  std::vector<Sample> ungauged = samples(9, 1e-3, 2e9);
  for (Sample& sample : ungauged) sample.values.erase("frequency");
  EXPECT_EQ(reason(estimate_cycles(ungauged, 1)), "the core's frequency was not gauged");
}

}  // namespace
}  // namespace hone::derive
