#include "workloads/cache_levels.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workloads/catalogue.hpp"

namespace hone::workloads {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kib = 1024;
constexpr double mib = 1024 * kib;
constexpr double gib = 1024 * mib;

CacheSizes machine(double l1, double l2, double l3, std::optional<double> memory = 64 * gib) {
  CacheSizes sizes;
  sizes.levels = {{1, l1}, {2, l2}};
  if (l3 > 0) sizes.levels.push_back({3, l3});
  sizes.memory_bytes = memory;
  return sizes;
}

CacheSizes desktop() { return machine(32 * kib, 512 * kib, 32 * mib); }
CacheSizes small_core() { return machine(16 * kib, 64 * kib, 0, 512 * mib); }
CacheSizes server() { return machine(48 * kib, 2 * mib, 260 * mib); }
CacheSizes untold() {
  return {.unknown = "the kernel tells of no caches", .memory_bytes = 8 * gib};
}

// Records of 64 bytes, and a process of 100 bytes a record for each of two variants.
Workload records() {
  Workload workload;
  workload.id = "cache/records";
  workload.memory_bytes = [](const Parameters& p) {
    return 100 * static_cast<double>(p["records"]);
  };
  workload.footprint = [](const Parameters& p) { return 64 * static_cast<double>(p["records"]); };
  workload.footprint_grows_with = "records";
  workload.parameters = {
      {.name = "records", .meaning = "", .initial = 1'000, .min = 1, .max = 100'000'000},
      {.name = "order", .meaning = "", .initial = 0, .choices = {"up", "down"}}};
  workload.variants = {{.name = "plain", .summary = "", .prepare = nullptr},
                       {.name = "fast", .summary = "", .prepare = nullptr}};
  return workload;
}

Workload with_point(const AtLevel& at_level) {
  Workload workload = records();
  workload.no_gain = {
      {.assignments = {{"order", 1}, {"records", 777}}, .text = "as slow", .at_level = at_level}};
  return workload;
}

std::int64_t records_at(const Workload& workload) {
  return parameters_at(workload, workload.no_gain.at(0))["records"];
}

TEST(CacheSizes, AreThoseOfTheDataCachesTheNearestFirst) {
  const std::vector<Cache> caches{{.level = 3, .type = "Unified", .size_bytes = 4096},
                                  {.level = 1, .type = "Instruction", .size_bytes = 7},
                                  {.level = 1, .type = "Data", .size_bytes = 512}};
  const CacheSizes sizes = cache_sizes(caches, 1 << 20);
  ASSERT_EQ(sizes.levels.size(), 2U);
  EXPECT_EQ(sizes.levels[0].level, 1);
  EXPECT_EQ(sizes.levels[0].bytes, 512);
  EXPECT_EQ(sizes.levels[1].level, 3);
  EXPECT_EQ(sizes.memory_bytes, 1 << 20);
  EXPECT_EQ(sizes.unknown, "");
}

TEST(CacheSizes, SayWhyThereAreNone) {
  const CacheSizes sizes = cache_sizes({}, 0);
  EXPECT_TRUE(sizes.levels.empty());
  EXPECT_EQ(sizes.unknown, "the kernel tells of no caches");
  EXPECT_EQ(sizes.memory_bytes, std::nullopt);
}

TEST(Place, IsTheSmallestCacheThatHoldsAll) {
  using Where = Footprint::Place;
  const auto at = [](double bytes) { return place(bytes, desktop()); };
  EXPECT_EQ(at(32 * kib), (Footprint{32 * kib, Where::cache, 1, 32 * kib, ""}));
  EXPECT_EQ(at(32 * kib + 1), (Footprint{32 * kib + 1, Where::cache, 2, 512 * kib, ""}));
  EXPECT_EQ(at(32 * mib), (Footprint{32 * mib, Where::cache, 3, 32 * mib, ""}));
  EXPECT_EQ(at(33 * mib), (Footprint{33 * mib, Where::memory, 3, 32 * mib, ""}));
}

TEST(Place, OfAMachineThatTellsNoCachesIsUnknownWithTheReason) {
  EXPECT_EQ(place(64, untold()),
            (Footprint{64, Footprint::Place::unknown, 0, 0, "the kernel tells of no caches"}));
}

TEST(FootprintAt, IsAbsentWhereTheWorkloadDoesNotSay) {
  EXPECT_EQ(footprint_at(records(), Parameters(records().parameters), desktop())->bytes, 64'000);
  Workload workload = records();
  workload.footprint = nullptr;
  EXPECT_EQ(footprint_at(workload, Parameters(workload.parameters), desktop()), std::nullopt);
}

TEST(Fitted, APointBeyondACacheHasTheLeastRoundValueThatIsBeyondIt) {
  const AtLevel beyond{"records", CacheLevel::last, 2, 1 * gib};
  const Workload here = fitted(with_point(beyond), desktop());  // 1,048,576 records
  EXPECT_EQ(records_at(here), 1'100'000);
  EXPECT_EQ(here.no_gain[0].chosen, "records=1100000 for 2 x L3 (32 MiB)");
  EXPECT_EQ(parameters_at(here, here.no_gain[0])["order"], 1);
  EXPECT_EQ(records_at(fitted(with_point(beyond), server())), 8'600'000);
  const Workload there = fitted(with_point(beyond), small_core());
  EXPECT_EQ(records_at(there), 2'100);  // 2,048
  EXPECT_EQ(there.no_gain[0].chosen, "records=2100 for 2 x L2 (64 KiB)");
}

TEST(Fitted, APointWithinACacheHasTheGreatestRoundValueThatFits) {
  const AtLevel within{"records", CacheLevel::second, 0.5, 1 * gib};
  EXPECT_EQ(records_at(fitted(with_point(within), desktop())), 4'000);   // of 4,096
  EXPECT_EQ(records_at(fitted(with_point(within), server())), 16'000);   // of 16,384
  EXPECT_EQ(records_at(fitted(with_point(within), small_core())), 512);  // below 1000 each counts
}

TEST(Fitted, TheCapIsTold) {
  const AtLevel capped{"records", CacheLevel::last, 2, 400 * mib};
  const Workload here = fitted(with_point(capped), server());
  EXPECT_EQ(records_at(here), 6'500'000);  // of 6,553,600
  EXPECT_EQ(here.no_gain[0].chosen,
            "records=6500000 for less than 2 x L3 (260 MiB): no more than 400 MiB is used");
  EXPECT_TRUE(here.left_out.empty());
}

TEST(Fitted, WhatTheCapKeepsWithinTheCacheIsLeftOutWithTheReason) {
  const Workload here = fitted(with_point({"records", CacheLevel::last, 2, 200 * mib}), server());
  EXPECT_TRUE(here.no_gain.empty());
  ASSERT_EQ(here.left_out.size(), 1U);
  EXPECT_EQ(here.left_out[0].point.text, "as slow");
  EXPECT_EQ(here.left_out[0].reason,
            "records=3200000 are 195.3 MiB, not beyond L3 (260 MiB): no more than 200 MiB is used");
}

// Half of 512 MiB for two processes: 1,235,000 records of 100 bytes each, beside what a process
// has.
TEST(Fitted, WhatTheMemoryDoesNotHoldIsLeftOutWithTheReason) {
  const CacheSizes poor = machine(32 * kib, 512 * kib, 260 * mib, 512 * mib);
  const Workload here = fitted(with_point({"records", CacheLevel::last, 2, 1 * gib}), poor);
  ASSERT_EQ(here.left_out.size(), 1U);
  EXPECT_EQ(here.left_out[0].reason,
            "records=1200000 are 73.24 MiB, not beyond L3 (260 MiB): half of the memory of 512 MiB "
            "holds no more");
}

TEST(Fitted, WhatTheParameterDoesNotTakeIsLeftOutWithTheReason) {
  Workload workload = with_point({"records", CacheLevel::last, 2, 1 * gib});
  workload.parameters[0].max = 900;
  const Workload here = fitted(workload, desktop());
  ASSERT_EQ(here.left_out.size(), 1U);
  EXPECT_EQ(here.left_out[0].reason,
            "records=900 are 56.25 KiB, not beyond L3 (32 MiB): there are no more");
}

TEST(Fitted, WithoutKnownCachesAPointKeepsItsValueAndSaysWhy) {
  const Workload here = fitted(with_point({"records", CacheLevel::last, 2, 1 * gib}), untold());
  EXPECT_EQ(records_at(here), 777);
  EXPECT_EQ(here.no_gain[0].chosen,
            "records=777 whatever the caches: the kernel tells of no caches");
}

TEST(Fitted, WithoutThatLevelAPointKeepsItsValueAndSaysWhy) {
  CacheSizes sizes;
  sizes.levels = {{1, 32 * kib}};
  const Workload here = fitted(with_point({"records", CacheLevel::second, 2, 1 * gib}), sizes);
  EXPECT_EQ(records_at(here), 777);
  EXPECT_EQ(here.no_gain[0].chosen, "records=777 whatever the caches: this machine tells no L2");
}

TEST(Fitted, APointThatIsAboutNoLevelIsKept) {
  const Workload here = fitted(with_point({}), server());
  EXPECT_EQ(records_at(here), 777);
  EXPECT_EQ(here.no_gain[0].chosen, "");
}

TEST(Fitted, ADefaultIsChosenBeforeThePointsThatStandOnIt) {
  Workload workload = with_point({});
  workload.no_gain[0].assignments = {{"order", 1}};
  workload.default_at_level = {"records", CacheLevel::second, 4, 1 * gib};
  const Workload here = fitted(workload, desktop());
  EXPECT_EQ(here.parameters[0].initial, 33'000);  // 32,768
  EXPECT_EQ(here.default_chosen, "records=33000 for 4 x L2 (512 KiB)");
  EXPECT_EQ(records_at(here), 33'000);
}

TEST(Fitted, ADefaultThatTheMachineCannotShowIsKeptAndSaysSo) {
  Workload workload = records();
  workload.default_at_level = {"records", CacheLevel::last, 2, 200 * mib};
  const Workload here = fitted(workload, server());
  EXPECT_EQ(here.parameters[0].initial, 3'200'000);
  EXPECT_THAT(here.default_chosen, HasSubstr("195.3 MiB, not beyond L3 (260 MiB)"));
}

TEST(ValuesByLevel, AreHalfOfEachCacheAndTwiceTheLast) {
  EXPECT_THAT(values_by_level(records(), desktop()), ElementsAre(256, 4'000, 260'000, 1'100'000));
  EXPECT_THAT(values_by_level(records(), small_core()), ElementsAre(128, 512, 2'100));
}

TEST(ValuesByLevel, StopWhereTheMemoryDoes) {
  const CacheSizes poor = machine(32 * kib, 512 * kib, 260 * mib, 256 * mib);
  EXPECT_THAT(values_by_level(records(), poor), ElementsAre(256, 4'000));
}

TEST(ValuesByLevel, AreNoneWithoutKnownCaches) {
  EXPECT_TRUE(values_by_level(records(), untold()).empty());
}

// --- The catalogue on machines of all kinds.

struct Machine {
  std::string name;
  CacheSizes sizes;
};

class EveryMachine : public testing::TestWithParam<Machine> {};

bool is_in_range(const Workload& workload, const Point& point) {
  for (const auto& [name, value] : point.assignments) {
    const Parameter& parameter = *find_parameter(workload, name);
    if (!parameter.choices.empty()) continue;
    if (value < parameter.min || value > parameter.max) return false;
  }
  return true;
}

TEST_P(EveryMachine, HasEveryPointOrTheReasonWhyNot) {
  for (const Workload& workload : catalogue()) {
    const Workload here = fitted(workload, GetParam().sizes);
    EXPECT_EQ(here.no_gain.size() + here.left_out.size(), workload.no_gain.size()) << workload.id;
    for (const LeftOutPoint& left_out : here.left_out) EXPECT_NE(left_out.reason, "");
    for (const Point& point : here.no_gain) EXPECT_TRUE(is_in_range(here, point)) << workload.id;
    for (const Parameter& parameter : here.parameters) {
      EXPECT_EQ(parse_value(parameter, value_text(parameter, parameter.initial)), parameter.initial)
          << workload.id << ' ' << parameter.name;
    }
  }
}

TEST_P(EveryMachine, HasNoPointThatIsSaidToBeBeyondACacheThatHoldsIt) {
  const CacheSizes& sizes = GetParam().sizes;
  if (sizes.levels.empty()) GTEST_SKIP() << sizes.unknown;
  for (const Workload& workload : catalogue()) {
    const Workload here = fitted(workload, sizes);
    for (const Point& point : here.no_gain) {
      const AtLevel& wanted = point.at_level;
      if (wanted.parameter.empty() || wanted.level != CacheLevel::last) continue;
      const Footprint footprint = *footprint_at(here, parameters_at(here, point), sizes);
      EXPECT_EQ(wanted.factor >= 1, footprint.place == Footprint::Place::memory)
          << here.id << ' ' << point.chosen;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Machines, EveryMachine,
                         testing::Values(Machine{"desktop", desktop()},
                                         Machine{"small_core", small_core()},
                                         Machine{"server", server()},
                                         Machine{"server_with_little_memory",
                                                 machine(48 * kib, 2 * mib, 260 * mib, 2 * gib)},
                                         Machine{"untold", untold()}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace hone::workloads
