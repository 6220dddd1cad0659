#include "analyzers/measure/gauge_readings.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace hone::measure {
namespace {

SubjectRun with_readings(const std::vector<double>& readings) {
  SubjectRun run;
  run.variants.resize(1);
  for (const double hertz : readings) {
    Sample sample;
    sample.values["cpu_time"] = Value{1e-3};
    if (hertz > 0) sample.values["frequency"] = Value{hertz, Provenance::estimated};
    run.variants[0].samples.push_back(std::move(sample));
  }
  return run;
}

std::size_t readings_of(const std::vector<Sample>& samples) {
  std::size_t count = 0;
  for (const Sample& sample : samples) count += sample.values.count("frequency");
  return count;
}

TEST(GaugeReadings, FarBelowTheOthersAreNoSpeeds) {
  SubjectRun run = with_readings({4.1e9, 4.0e9, 0.6e9, 4.2e9, 2.9e9});
  drop_disturbed_readings(run);
  EXPECT_EQ(readings_of(run.variants[0].samples), 4U);
  EXPECT_FALSE(run.variants[0].samples[2].values.contains("frequency"));
  EXPECT_TRUE(run.variants[0].samples[2].values.contains("cpu_time")) << "its time was measured";
  EXPECT_TRUE(run.variants[0].counts.empty());
}

TEST(GaugeReadings, OfAFewRunsAmongManyTellNothing) {
  SubjectRun run = with_readings({0, 0, 4.0e9, 0, 0.5e9, 0});
  drop_disturbed_readings(run);
  EXPECT_EQ(readings_of(run.variants[0].samples), 0U);
  EXPECT_EQ(std::get<Absent>(run.variants[0].counts.at("frequency")).reason,
            "the gauge of the core's speed was disturbed in most of the runs");
}

TEST(GaugeReadings, OfTheSimulatedPathAreJudgedBesideTheOrdinaryOnes) {
  SubjectRun run = with_readings({4.0e9, 4.0e9, 4.0e9, 4.0e9});
  run.variants[0].path =
      SimulatedPath{.samples = with_readings({0.6e9, 0.7e9}).variants[0].samples};
  drop_disturbed_readings(run);
  EXPECT_EQ(readings_of(run.variants[0].path->samples), 0U);
  EXPECT_EQ(readings_of(run.variants[0].samples), 4U);
}

TEST(GaugeReadings, ARunWithoutSamplesHasNone) {
  SubjectRun run = with_readings({});
  drop_disturbed_readings(run);
  EXPECT_TRUE(run.variants[0].counts.empty());
}

}  // namespace
}  // namespace hone::measure
