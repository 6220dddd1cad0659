#include "analyzers/derive/ratios.hpp"

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

Sample sample(const std::vector<std::pair<std::string, double>>& values) {
  Sample result;
  for (const auto& [id, number] : values) result.values[id] = Value{number};
  return result;
}

double ratio(const Sample& sample, const std::string& id) { return sample.values.at(id).number; }

const Sample counted = sample({{"instructions", 4000},
                               {"cycles", 2000},
                               {"cpu_time", 1e-6},
                               {"l1d_loads", 1000},
                               {"l1d_misses", 100},
                               {"llc_references", 40},
                               {"llc_misses", 10},
                               {"branches", 500},
                               {"branch_misses", 5}});

TEST(Ratios, AreFormedWithinASample) {
  const Sample got = with_ratios({counted}, {}).front();
  EXPECT_DOUBLE_EQ(ratio(got, "ipc"), 2);
  EXPECT_DOUBLE_EQ(ratio(got, "cpi"), 0.5);
  EXPECT_DOUBLE_EQ(ratio(got, "l1d_miss_rate"), 0.1);
  EXPECT_DOUBLE_EQ(ratio(got, "llc_miss_rate"), 0.25);
  EXPECT_DOUBLE_EQ(ratio(got, "branch_miss_rate"), 0.01);
  EXPECT_DOUBLE_EQ(ratio(got, "l1d_mpki"), 25);
  EXPECT_DOUBLE_EQ(ratio(got, "llc_mpki"), 2.5);
  EXPECT_DOUBLE_EQ(ratio(got, "branch_mpki"), 1.25);
}

TEST(Ratios, NothingInTheDenominatorIsNoRatio) {
  const Sample got =
      with_ratios({sample({{"instructions", 10}, {"cycles", 0}, {"branches", 0}})}, {}).front();
  EXPECT_FALSE(got.values.contains("ipc"));
  EXPECT_TRUE(got.values.contains("cpi"));
  EXPECT_FALSE(got.values.contains("branch_miss_rate"));
}

TEST(Ratios, MeasuredAndSimulatedAreNeverRelated) {
  Sample mixed = counted;
  mixed.values["instructions"].provenance = Provenance::simulated;
  const Sample got = with_ratios({mixed}, {}).front();
  EXPECT_FALSE(got.values.contains("ipc"));
  EXPECT_FALSE(got.values.contains("l1d_mpki"));
  EXPECT_TRUE(got.values.contains("l1d_miss_rate"));
}

TEST(Ratios, SlotsBecomeTopDownShares) {
  const Sample got = with_ratios({sample({{"topdown_slots", 100},
                                          {"topdown_frontend_slots", 20},
                                          {"topdown_retired_slots", 30},
                                          {"topdown_backend_slots", 40}})},
                                 {})
                         .front();
  EXPECT_DOUBLE_EQ(ratio(got, "topdown_frontend_bound"), 0.2);
  EXPECT_DOUBLE_EQ(ratio(got, "topdown_bad_speculation"), 0.1);
  EXPECT_EQ(multiplexed_ratios({{"topdown_slots", {"slots", 0.9}},
                                {"topdown_retired_slots", {"topdown-retiring", 0.7}}})
                .at("topdown_backend_bound"),
            0.7);
}

TEST(Ratios, CyclesOfUserAndKernelMeasureTheFrequency) {
  Sample gauged = counted;
  gauged.values["frequency"] = Value{3e9, Provenance::estimated};
  const auto frequency = [&](const std::string& event) {
    return with_ratios({gauged}, {{"cycles", {event, 1}}}).front().values.at("frequency");
  };
  EXPECT_DOUBLE_EQ(frequency("skl::UNHALTED_CORE_CYCLES:u=1:k=1").number, 2e9);
  EXPECT_EQ(frequency("skl::UNHALTED_CORE_CYCLES:u=1:k=1").provenance, Provenance::measured);
  for (const char* user_only : {"skl::UNHALTED_CORE_CYCLES:u=1:k=0", "perf::CYCLES:u"}) {
    EXPECT_DOUBLE_EQ(frequency(user_only).number, 3e9);
    EXPECT_EQ(frequency(user_only).provenance, Provenance::estimated);
  }
}

TEST(Ratios, AMetricsValuesAreGotInOneWay) {
  Sample uncounted = sample({{"cpu_time", 1e-6}});
  uncounted.values["frequency"] = Value{3e9, Provenance::estimated};
  const std::vector<Sample> got = with_ratios({counted, uncounted}, {});
  EXPECT_TRUE(got[0].values.contains("frequency"));
  EXPECT_FALSE(got[1].values.contains("frequency"));
}

TEST(Ratios, AreAsMultiplexedAsTheWorseOfTheTwo) {
  const ByMetric<double> shares = multiplexed_ratios({{"instructions", {"i", 0.8}},
                                                      {"cycles", {"c", 1}},
                                                      {"l1d_misses", {"m", 0.5}},
                                                      {"l1d_loads", {"l", 0.6}}});
  EXPECT_EQ(shares.at("ipc"), 0.8);
  EXPECT_EQ(shares.at("l1d_mpki"), 0.5);
  EXPECT_EQ(shares.at("l1d_miss_rate"), 0.5);
  EXPECT_FALSE(shares.contains("frequency"));
  EXPECT_FALSE(shares.contains("branch_miss_rate"));
}

TEST(Ratios, OfSimulatedCountsAreSimulated) {
  const auto simulated = [](double number) { return Value{number, Provenance::simulated}; };
  const ByMetric<Value> got = simulated_ratios({{"instructions", simulated(2000)},
                                                {"l1d_loads", simulated(10)},
                                                {"l1d_misses", simulated(20)},
                                                {"llc_misses", simulated(4)},
                                                {"llc_references", simulated(16)},
                                                {"branch_miss_rate", simulated(0.5)},
                                                {"branches", Absent{"no --branch-sim"}},
                                                {"branch_misses", Value{3}}});
  EXPECT_EQ(got.at("l1d_mpki").number, 10);
  EXPECT_EQ(got.at("l1d_mpki").provenance, Provenance::simulated);
  EXPECT_EQ(got.at("llc_miss_rate").number, 0.25);
  EXPECT_FALSE(got.contains("branch_mpki")) << "its misses were measured";
  EXPECT_FALSE(got.contains("branch_miss_rate")) << "is known";
  EXPECT_FALSE(got.contains("l1d_miss_rate")) << "its loads are only a part of the accesses";
}

}  // namespace
}  // namespace hone::derive
