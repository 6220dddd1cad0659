// Real profiles of a program of known cost (tests/fixtures/callgrind) and damaged ones,
// cache geometries, and the mapping of events to metrics.
#include "analyzers/collect/simulate/callgrind.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/simulate/callgrind_parse.hpp"
#include "analyzers/model/metric.hpp"

namespace hone::collect {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::filesystem::path fixture(std::string_view name) {
  return std::filesystem::path(HONE_FIXTURES) / "callgrind" / name;
}

std::string fixture_text(std::string_view name) {
  std::ifstream file(fixture(name), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

CallgrindProfile region() {
  Result<CallgrindProfile> profile = read_callgrind_profile(fixture("region.out"));
  EXPECT_TRUE(profile.ok()) << profile.error().what;
  return profile.ok() ? std::move(profile).value() : CallgrindProfile{};
}

std::vector<const CallgrindFunction*> functions_named(const CallgrindProfile& profile,
                                                      std::string_view prefix) {
  std::vector<const CallgrindFunction*> found;
  for (const CallgrindFunction& function : profile.functions) {
    if (profile.names[function.name].starts_with(prefix)) found.push_back(&function);
  }
  return found;
}

std::string error_of(std::string_view text) {
  const Result<CallgrindProfile> profile = parse_callgrind(text);
  return profile.ok() ? "accepted" : profile.error().what;
}

double number(const Reading& reading) { return std::get<Value>(reading).number; }

constexpr std::string_view header = "version: 1\npositions: line\nevents: Ir Dr Dw\n";

std::string with_header(std::string_view body) { return std::string(header) + std::string(body); }

TEST(CallgrindParse, TakesTheTotalsNotTheSummary) {
  const CallgrindProfile profile = region();
  EXPECT_EQ(profile.total("Ir"), 1200653U);  // the summary says 1200643
  EXPECT_EQ(profile.total("Bim"), 5U);
  EXPECT_EQ(profile.total("Ge"), std::nullopt);
}

TEST(CallgrindParse, CountsTheInstructionsOfAFunctionOfKnownCost) {
  const CallgrindProfile profile = region();
  const auto leaf = functions_named(profile, "leaf(");
  ASSERT_THAT(leaf, SizeIs(1));
  // Three iterations of two calls; a call is 6 instructions and 4 for each of its elements.
  EXPECT_EQ(leaf[0]->calls, 6U);
  EXPECT_EQ(leaf[0]->self.at(0), 3U * (6 + 4 * 100000 + 6 + 4 * 10));
  EXPECT_EQ(profile.names[leaf[0]->object], "/src/region");
  EXPECT_THAT(profile.names[leaf[0]->file], HasSubstr("region.cpp"));
}

TEST(CallgrindParse, FindsACalledFunctionAndItsCostUnderOneEntry) {
  const CallgrindProfile profile = region();
  const auto allocations = functions_named(profile, "malloc");
  ASSERT_THAT(allocations, SizeIs(1));
  EXPECT_EQ(allocations[0]->calls, 3U);
  EXPECT_FALSE(allocations[0]->self.empty());
}

TEST(CallgrindParse, SelfCostsAddUpToTheTotals) {
  for (const std::string_view name : {"region.out", "region_by_address.out"}) {
    const Result<CallgrindProfile> profile = read_callgrind_profile(fixture(name));
    ASSERT_TRUE(profile.ok()) << profile.error().what;
    std::vector<std::uint64_t> sums(profile->events.size());
    for (const CallgrindFunction& function : profile->functions) {
      std::transform(function.self.begin(), function.self.end(), sums.begin(), sums.begin(),
                     std::plus<>());
    }
    EXPECT_EQ(sums, profile->totals) << name;
  }
}

TEST(CallgrindParse, ReadsPositionsByAddress) {
  const Result<CallgrindProfile> profile = read_callgrind_profile(fixture("region_by_address.out"));
  ASSERT_TRUE(profile.ok()) << profile.error().what;
  EXPECT_THAT(profile->events, ElementsAre("Ir"));
  EXPECT_EQ(profile->total("Ir"), 1200653U);
  EXPECT_EQ(functions_named(*profile, "leaf(").at(0)->self.at(0), 1200156U);
}

TEST(CallgrindParse, FillsTheZerosThatALineLeavesOut) {
  const auto profile = parse_callgrind(with_header("fn=(1) f\n1 5\n+1 2 0 7\ntotals: 7\n"));
  ASSERT_TRUE(profile.ok()) << profile.error().what;
  EXPECT_THAT(profile->totals, ElementsAre(7, 0, 0));
  EXPECT_THAT(profile->functions.at(0).self, ElementsAre(7, 0, 7));
}

TEST(CallgrindParse, ReadsNamesInFullAsWellAsByNumber) {
  const auto profile =
      parse_callgrind(with_header("fn=(below main)\n1 1\nfn=(2) (anonymous)::f()\n1 1\nfn=(0) z\n"
                                  "fn=(2)\n2 1\ntotals: 3\n"));
  ASSERT_TRUE(profile.ok()) << profile.error().what;
  ASSERT_THAT(profile->functions, SizeIs(2));
  EXPECT_EQ(profile->names[profile->functions[0].name], "(below main)");
  EXPECT_EQ(profile->names[profile->functions[1].name], "(anonymous)::f()");
  EXPECT_THAT(profile->functions[1].self, ElementsAre(2));
}

TEST(CallgrindParse, InlinedCodeStaysPartOfItsFunction) {
  const auto profile = parse_callgrind(
      with_header("fl=(1) a.cpp\nfn=(1) f\n1 1\nfi=(2) b.hpp\n9 10\nfe=(1)\n2 100\ntotals: 111\n"));
  ASSERT_TRUE(profile.ok()) << profile.error().what;
  ASSERT_THAT(profile->functions, SizeIs(1));
  EXPECT_EQ(profile->names[profile->functions[0].file], "a.cpp");
  EXPECT_THAT(profile->functions[0].self, ElementsAre(111));
}

TEST(CallgrindParse, ACalleesInclusiveCostIsNobodysSelfCost) {
  const auto profile =
      parse_callgrind(with_header("fn=(1) f\n1 1\ncfn=(2) g\ncalls=4 +2\n* 50\n2 1\ntotals: 2\n"));
  ASSERT_TRUE(profile.ok()) << profile.error().what;
  EXPECT_THAT(functions_named(*profile, "f").at(0)->self, ElementsAre(2));
  EXPECT_THAT(functions_named(*profile, "g").at(0)->self, IsEmpty());
  EXPECT_EQ(functions_named(*profile, "g").at(0)->calls, 4U);
}

TEST(CallgrindParse, KnowsWhoCalledWhomHowOften) {
  const auto profile = parse_callgrind(
      with_header("fn=(1) f\ncfn=(2) g\ncalls=4 +2\n* 50\n1 1\ncfn=(2)\ncalls=3 +2\n* 50\n"
                  "fn=(3) h\ncfn=(2)\ncalls=2 1\n1 9\ntotals: 1\n"));
  ASSERT_TRUE(profile.ok()) << profile.error().what;
  std::vector<std::string> calls;
  for (const CallgrindCalls& found : profile->calls) {
    calls.push_back(profile->names[profile->functions[found.caller].name] + " " +
                    profile->names[profile->functions[found.callee].name] + " " +
                    std::to_string(found.count));
  }
  EXPECT_THAT(calls, ElementsAre("f g 7", "h g 2"));
  EXPECT_EQ(functions_named(*profile, "g").at(0)->calls, 9U);
}

TEST(CallgrindParse, KnowsWhetherItBeginsWithItsProcess) {
  const auto part = parse_callgrind(
      "desc: Trigger: --dump-before=fork\n"
      "desc: Timerange: Basic block 1028881 - 1029333\n" +
      with_header("fn=(1) f\n1 1\ntotals: 1\n"));
  ASSERT_TRUE(part.ok()) << part.error().what;
  EXPECT_EQ(part->first_block, 1028881U);
  EXPECT_THAT(error_of("desc: Timerange: Basic block x - 1\n"), HasSubstr("no number"));
}

TEST(CallgrindParse, EveryCutShortProfileIsRefused) {
  const std::string whole = fixture_text("region.out");
  ASSERT_FALSE(whole.empty());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_FALSE(parse_callgrind(std::string_view(whole).substr(0, length)).ok()) << length;
  }
}

TEST(CallgrindParse, NamesTheLineOfWhatIsWrong) {
  EXPECT_THAT(error_of(with_header("fn=(1) f\n1 x\ntotals: 1\n")), HasSubstr("line 5"));
}

TEST(CallgrindParse, RefusesWhatItCannotRead) {
  EXPECT_THAT(error_of(""), HasSubstr("empty"));
  EXPECT_THAT(error_of("version: 2\n"), HasSubstr("version"));
  EXPECT_THAT(error_of("events:\n"), HasSubstr("no event"));
  EXPECT_THAT(error_of("fn=(1) f\n"), HasSubstr("before 'events:'"));
  EXPECT_THAT(error_of("positions:\n"), HasSubstr("positions"));
  EXPECT_THAT(error_of(with_header("1 1\n")), HasSubstr("before any 'fn='"));
  EXPECT_THAT(error_of(with_header("fn=(7)\n")), HasSubstr("before it is given"));
  EXPECT_THAT(error_of(with_header("fn=(1) f\nfn=(1) g\n")), HasSubstr("share one number"));
  EXPECT_THAT(error_of(with_header("fn=(1) f\n+x 1\n")), HasSubstr("position"));
  EXPECT_THAT(error_of(with_header("fn=(1) f\n1 1 2 3 4\n")), HasSubstr("more costs"));
  EXPECT_THAT(error_of(with_header("fn=(1) f\n1 -1\n")), HasSubstr("not a number"));
  EXPECT_THAT(error_of(with_header("calls=1 1\n")), HasSubstr("without 'cfn='"));
  EXPECT_THAT(error_of(with_header("cfn=g\ncalls=1 1\n")), HasSubstr("a call before any 'fn='"));
  EXPECT_THAT(error_of(with_header("jump=1 2\n")), HasSubstr("unknown"));
  EXPECT_THAT(error_of(with_header("what\n")), HasSubstr("neither"));
  EXPECT_THAT(error_of(with_header("totals:\n")), HasSubstr("no cost"));
  EXPECT_THAT(error_of(with_header("totals: 1\ntotals: 1\n")), HasSubstr("second"));
  EXPECT_THAT(error_of(with_header("totals: 1\npart: 2\n")), HasSubstr("second dump"));
}

TEST(CallgrindParse, RefusesSumsThatOverflow) {
  constexpr std::string_view most = "18446744073709551615";
  const std::string once = with_header("fn=(1) f\n1 " + std::string(most) + "\n");
  EXPECT_THAT(error_of(once + "2 1\ntotals: 1\n"), HasSubstr("overflow"));
  EXPECT_THAT(error_of(with_header("fn=(1) f\n1 18446744073709551616\n")), HasSubstr("number"));
  const std::string call = "cfn=(2) g\ncalls=" + std::string(most) + " 1\n1 1\n";
  EXPECT_THAT(error_of(with_header("fn=(1) f\n" + call + call)), HasSubstr("calls"));
}

TEST(CallgrindParse, RefusesMoreEventsThanCallgrindHas) {
  std::string events = "events:";
  for (int i = 0; i < 1000; ++i) events += " e";
  EXPECT_THAT(error_of(events + "\n"), HasSubstr("too many events"));
}

TEST(ReadCallgrindProfile, AMissingFileIsAnError) {
  const auto profile = read_callgrind_profile("/nonexistent/callgrind.out.1");
  ASSERT_FALSE(profile.ok());
  EXPECT_THAT(profile.error().what, HasSubstr("No such file"));
}

Cpu machine(std::vector<Cache> caches) {
  Cpu cpu;
  cpu.caches = std::move(caches);
  return cpu;
}

const Cache l1i{
    .level = 1, .type = "Instruction", .size_bytes = 32768, .line_bytes = 64, .ways = 8};
const Cache l1d{.level = 1, .type = "Data", .size_bytes = 49152, .line_bytes = 64, .ways = 12};
const Cache l2{.level = 2, .type = "Unified", .size_bytes = 1 << 20, .line_bytes = 64, .ways = 16};

Cache l3(std::int64_t size_bytes, int ways, int line_bytes = 64) {
  return {.level = 3,
          .type = "Unified",
          .size_bytes = size_bytes,
          .line_bytes = line_bytes,
          .ways = ways};
}

TEST(PinnedGeometry, TakesAValidMachineAsItIs) {
  const CacheGeometry geometry = pinned_geometry(machine({l1d, l1i, l2, l3(32 << 20, 16)}));
  EXPECT_EQ(geometry.instruction, (ModelledCache{32768, 8, 64}));
  EXPECT_EQ(geometry.data, (ModelledCache{49152, 12, 64}));  // 64 sets: no rounding of 48 KiB
  EXPECT_EQ(geometry.last_level, (ModelledCache{32 << 20, 16, 64}));
  EXPECT_THAT(geometry.notes, IsEmpty());
}

TEST(PinnedGeometry, KeepsTheCapacityWhenTheSetsAreNoPowerOfTwo) {
  const CacheGeometry geometry = pinned_geometry(machine({l1d, l1i, l3(30 << 20, 20)}));
  EXPECT_EQ(geometry.last_level, (ModelledCache{30 << 20, 15, 64}));
  EXPECT_THAT(geometry.notes, ElementsAre(HasSubstr("last-level")));
}

TEST(PinnedGeometry, RoundsDownWhatCannotBeKept) {
  const CacheGeometry geometry = pinned_geometry(machine({l1d, l1i, l3(33 << 20, 11)}));
  EXPECT_EQ(geometry.last_level, (ModelledCache{32 << 20, 8, 64}));
  EXPECT_THAT(geometry.notes, SizeIs(1));
}

TEST(PinnedGeometry, NeverInventsCapacity) {
  for (std::int64_t lines = 2; lines < 300; ++lines) {
    for (const int ways : {1, 2, 3, 7}) {
      const auto model = pinned_geometry(machine({l1d, l1i, l3(lines * 64, ways)})).last_level;
      if (ways <= lines) {
        EXPECT_LE(model.size_bytes, lines * 64) << ways;
      }
    }
  }
}

TEST(PinnedGeometry, TheOutermostCacheIsTheLastLevel) {
  const CacheGeometry geometry = pinned_geometry(machine({l1d, l1i, l2}));
  EXPECT_EQ(geometry.last_level, (ModelledCache{1 << 20, 16, 64}));
}

TEST(PinnedGeometry, AFirstLevelAloneIsNoLastLevel) {
  const CacheGeometry geometry = pinned_geometry(machine({l1d, l1i}));
  EXPECT_EQ(geometry.last_level, (ModelledCache{8 << 20, 16, 64}));
  EXPECT_THAT(geometry.notes, ElementsAre(HasSubstr("last-level")));
}

TEST(PinnedGeometry, AUnifiedFirstLevelServesBoth) {
  Cache unified = l1d;
  unified.type = "Unified";
  const CacheGeometry geometry = pinned_geometry(machine({unified, l2}));
  EXPECT_EQ(geometry.instruction, geometry.data);
  EXPECT_THAT(geometry.notes, IsEmpty());
}

TEST(PinnedGeometry, SaysWhatItAssumesOfAnUnknownMachine) {
  const CacheGeometry geometry = pinned_geometry(machine({}));
  EXPECT_EQ(geometry.data, (ModelledCache{32768, 8, 64}));
  EXPECT_THAT(geometry.notes, ElementsAre(HasSubstr("L1 instruction"), HasSubstr("L1 data"),
                                          HasSubstr("last-level")));
}

TEST(PinnedGeometry, KeepsAKnownSizeWhenTheWaysAreUnknown) {
  const CacheGeometry geometry = pinned_geometry(machine({l1d, l1i, l3(16 << 20, 0, 0)}));
  EXPECT_EQ(geometry.last_level, (ModelledCache{16 << 20, 16, 64}));
  EXPECT_THAT(geometry.notes, SizeIs(1));
}

TEST(PinnedGeometry, StaysWithinWhatCallgrindTakes) {
  for (const std::int64_t size : {1LL, 64LL, 65LL, 4096LL, 100000LL, 36LL << 20, 1LL << 40}) {
    for (const int ways : {1, 3, 11, 16, 100000}) {
      for (const int line : {4, 48, 64, 128}) {
        const auto last_level =
            pinned_geometry(machine({l1d, l1i, l3(size, ways, line)})).last_level;
        const std::int64_t sets = last_level.size_bytes / last_level.ways / last_level.line_bytes;
        EXPECT_EQ(sets & (sets - 1), 0);
        EXPECT_EQ(sets * last_level.ways * last_level.line_bytes, last_level.size_bytes);
        EXPECT_GT(last_level.size_bytes, last_level.line_bytes);
        EXPECT_GE(last_level.line_bytes, 16);
        EXPECT_LE(last_level.size_bytes, 1LL << 30);
      }
    }
  }
}

TEST(CallgrindCommand, PinsEachCacheAndTheOutputFile) {
  const auto command =
      callgrind_command(pinned_geometry(machine({l1d, l1i, l3(32 << 20, 16)})), "/tmp/100%p.out");
  EXPECT_EQ(command.front(), "valgrind");
  EXPECT_THAT(command, testing::IsSupersetOf({"--I1=32768,8,64", "--D1=49152,12,64",
                                              "--LL=33554432,16,64", "--instr-atstart=no",
                                              "--callgrind-out-file=/tmp/100%%p.out"}));
}

TEST(SimulatedReadings, ArePerIterationAndSimulated) {
  const auto readings = simulated_readings(region(), 3);
  EXPECT_DOUBLE_EQ(number(readings.at("instructions")), 1200653.0 / 3);
  EXPECT_DOUBLE_EQ(number(readings.at("l1d_loads")), 300181.0 / 3);
  EXPECT_DOUBLE_EQ(number(readings.at("l1d_misses")), (37547.0 + 9) / 3);
  EXPECT_DOUBLE_EQ(number(readings.at("llc_references")),
                   static_cast<double>(*region().total("I1mr") + 37547 + 9) / 3);
  EXPECT_DOUBLE_EQ(number(readings.at("llc_misses")), (4.0 + 2 + 3) / 3);
  EXPECT_DOUBLE_EQ(number(readings.at("branches")), (300099.0 + 10) / 3);
  EXPECT_DOUBLE_EQ(number(readings.at("branch_misses")), (23.0 + 5) / 3);
  for (const auto& [id, reading] : readings) {
    EXPECT_NE(find_metric(id), nullptr) << id;
    EXPECT_EQ(std::get<Value>(reading).provenance, Provenance::simulated) << id;
  }
}

TEST(SimulatedReadings, RatesDoNotDependOnTheIterations) {
  for (const double iterations : {1.0, 3.0}) {
    const auto readings = simulated_readings(region(), iterations);
    EXPECT_DOUBLE_EQ(number(readings.at("l1d_miss_rate")), (37547.0 + 9) / (300181 + 95));
    EXPECT_DOUBLE_EQ(number(readings.at("branch_miss_rate")), (23.0 + 5) / (300099 + 10));
  }
}

TEST(SimulatedReadings, AnEventThatWasNotSimulatedIsAbsentWithItsName) {
  const auto profile = parse_callgrind("events: Ir\nfn=f\n1 10\ntotals: 10\n");
  ASSERT_TRUE(profile.ok());
  const auto readings = simulated_readings(*profile, 1);
  EXPECT_EQ(number(readings.at("instructions")), 10);
  EXPECT_THAT(std::get<Absent>(readings.at("l1d_misses")).reason, HasSubstr("D1mr"));
  EXPECT_THAT(std::get<Absent>(readings.at("branch_miss_rate")).reason, HasSubstr("Bc"));
}

TEST(SimulatedReadings, ARateOfNothingIsAbsentNotZero) {
  const auto profile =
      parse_callgrind("events: Ir Dr Dw D1mr D1mw Bc Bcm Bi Bim\nfn=f\n1 10\ntotals: 10\n");
  ASSERT_TRUE(profile.ok());
  const auto readings = simulated_readings(*profile, 1);
  EXPECT_TRUE(std::holds_alternative<Absent>(readings.at("l1d_miss_rate")));
  EXPECT_TRUE(std::holds_alternative<Absent>(readings.at("branch_miss_rate")));
  EXPECT_EQ(number(readings.at("branches")), 0);
}

}  // namespace
}  // namespace hone::collect
