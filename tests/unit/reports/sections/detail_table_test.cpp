#include "reports/sections/detail_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/derive/metric_changes.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/readings.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_counters.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr TerminalStyle plain_table{false, 80};

MetricSummary sampled(double value, double half_width) {
  MetricSummary summary;
  summary.value = value;
  summary.samples = 9;
  summary.interval = Interval{value - half_width, value + half_width};
  return summary;
}

std::string text_of(ChangeKind kind, std::optional<double> ratio) {
  VariantReport variant;
  variant.changes["cycles"] = {kind, 0, ratio};
  return change_text(variant, "cycles");
}

TEST(ChangeText, IsInPercentUntilAFactorTellsMore) {
  EXPECT_EQ(text_of(ChangeKind::changed, 0.6), "-40 %");
  EXPECT_EQ(text_of(ChangeKind::changed, 2.5), "+150 %");
  EXPECT_EQ(text_of(ChangeKind::changed, 12.4), "12.4x more");
  EXPECT_EQ(text_of(ChangeKind::changed, 14 / 100000.0), "7,143x less");
  EXPECT_EQ(text_of(ChangeKind::same, 1), "0 %");
}

TEST(ChangeText, OfNothingIsNoPercentage) {
  EXPECT_EQ(text_of(ChangeKind::from_zero, std::nullopt), "from 0");
  EXPECT_EQ(text_of(ChangeKind::to_zero, 0), "-100 %");
}

TEST(ChangeText, FromBelowZeroIsNoFall) {
  VariantReport variant;
  variant.changes["cycles"] = {ChangeKind::to_zero, 5, std::nullopt};
  EXPECT_EQ(change_text(variant, "cycles"), "to 0");
}

TEST(ChangeText, OfAChangeThatIsUnclearGivesNoNumber) {
  EXPECT_EQ(text_of(ChangeKind::unclear, 1.04), "unclear");
}

TEST(ChangeText, IsEmptyWhereTheReportHasNone) {
  EXPECT_EQ(change_text(VariantReport{}, "cycles"), "");
}

TEST(Details, MatchGoldenFileWithAPmu) {
  expect_golden("counters-pmu.txt", render_terminal(sample_with_pmu(), plain_table));
}

TEST(Details, MatchGoldenFileWithAMultiplexedPmu) {
  expect_golden("counters-multiplexed.txt",
                render_terminal(sample_with_multiplexed_pmu(), {false, 120}));
}

TEST(Details, MatchGoldenFileWithASimulation) {
  expect_golden("counters-simulated.txt", render_terminal(sample_with_simulation(), plain_table));
}

TEST(Details, FitEveryTerminal) {
  for (const int width : {60, 80, 100, 132}) {
    for (const Report& report :
         {sample_with_pmu(), sample_with_multiplexed_pmu(), sample_with_simulation()}) {
      for (const std::string& line : lines_of(render_terminal(report, {false, width}))) {
        EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
      }
    }
  }
}

TEST(Details, SayHowEachValueWasGot) {
  const std::string text = render_terminal(sample_with_simulation(), plain_table);
  EXPECT_THAT(text, ContainsRegex("instructions +1.25 M +750,000 +-40 % +simulated\n"));
  EXPECT_THAT(text, ContainsRegex("IPC +1.36 +2.42 +\\+78 % +estimated\n"));
  EXPECT_THAT(text, ContainsRegex("peak RSS +13.5 MiB +13.5 MiB +0 % +measured\n"));
  EXPECT_THAT(text, HasSubstr("0 in each: allocations, allocated (counted); page faults"));
}

TEST(Details, TellTheCountOfOneOperation) {
  const std::string text = render_terminal(sample_with_simulation(), plain_table);
  EXPECT_THAT(text, ContainsRegex("instructions [^\n]*\n +per record +12.5 +7.50\n"));
  Report report = sample_with_simulation();
  report.subjects[0].work.operation.clear();
  EXPECT_THAT(render_terminal(report, plain_table), Not(HasSubstr("per record")));
}

TEST(Details, NameTheEventsThatWereReallyCounted) {
  EXPECT_THAT(render_terminal(sample_with_pmu(), {false, 200}),
              HasSubstr("L1d misses = skl::L1D:REPLACEMENT:e=0:i=0:c=0:u=1:k=1;"));
  Report hostile = sample_with_pmu();
  std::get<MetricSummary>(hostile.subjects[0].variants[0].metrics.at("cycles")).event = "\x1b[2J";
  EXPECT_THAT(render_terminal(hostile, {false, 200}), HasSubstr("cycles = \\x1b[2J;"));
}

TEST(Details, AnEventThatTheUserNamedGoesByItsName) {
  Report report = sample_with_pmu();
  for (VariantReport& variant : report.subjects[0].variants) {
    MetricSummary named = sampled(7e6, 1);
    named.event = "perf::INSTRUCTIONS:u=1:k=0:h=0";
    variant.metrics["instructions_u"] = named;
  }
  const std::string text = render_terminal(report, {false, 200});
  EXPECT_THAT(text, ContainsRegex("\n  INSTRUCTIONS:u +7 M"));
  EXPECT_THAT(text, Not(HasSubstr("instructions_u")));
}

TEST(EventLabel, KeepsWhatTellsEventsApart) {
  EXPECT_EQ(event_label("skl::L1D:REPLACEMENT:e=0:i=0:c=0:t=0:u=1:k=1"), "L1D:REPLACEMENT");
  EXPECT_EQ(event_label("skl::L1D:REPLACEMENT:e=0:i=0:c=2:t=0:u=0:k=1"), "L1D:REPLACEMENT:c=2:k");
  EXPECT_EQ(event_label("cpu-migrations"), "cpu-migrations");
}

TEST(Details, DiscloseThatACounterSharedThePmu) {
  EXPECT_THAT(render_terminal(sample_with_multiplexed_pmu(), plain_table),
              ContainsRegex("L1d misses [^\n]*measured ~48 %\n"));
}

TEST(Details, NamesGiveWayBeforeTheColumnThatSaysHow) {
  Report report = sample_comparison();
  report.subjects[0].variants.push_back(report.subjects[0].variants[1]);
  report.subjects[0].variants.back().name = "./decode --threads 4 --input 'another file.bin'";
  EXPECT_THAT(render_terminal(report, {false, 100}), ContainsRegex("peak RSS[^\n]* measured\n"));
}

TEST(Details, OfOneVariantHaveTheirIntervals) {
  Report report = sample_with_pmu();
  report.subjects[0].variants.pop_back();
  EXPECT_THAT(render_terminal(report, plain_table),
              ContainsRegex("peak RSS +13.5 MiB +13.4 .. 13.6 MiB +measured\n"));
}

TEST(Explanation, FactorsStandBesideEachOtherWithTheirIntervals) {
  const std::string text = render_terminal(sample_with_simulation(), plain_table);
  EXPECT_THAT(text, HasSubstr("Estimated."));
  EXPECT_THAT(text, ContainsRegex("columns +-40 % +-44 % +unchanged +-66 %\n"));
  EXPECT_THAT(render_terminal(sample_with_pmu(), plain_table), HasSubstr("Measured."));
}

TEST(Explanation, FunctionsThatChangedAreNamedAndCannotSteerTheTerminal) {
  const std::string text = render_terminal(sample_with_simulation(), plain_table);
  EXPECT_THAT(text, ContainsRegex("sum_rows.Record const\\*. +-1.2 M +- +-1 +vanished\n"));
  EXPECT_THAT(text, HasSubstr("sum_columns(float\\x1b[2J)"));
}

TEST(Explanation, SharesAreOfTheChangeInAllInstructions) {
  Report report = sample_with_simulation();
  VariantReport& variant = report.subjects[0].variants[1];
  variant.function_changes = {{"scan", FunctionChange::Kind::changed, -4e5, 0, "scan"}};
  variant.functions.clear();  // cut, as those of a large program are
  derive::judge_changes(report.subjects[0]);
  EXPECT_THAT(render_terminal(report, plain_table), ContainsRegex("scan +-400,000 +80 % +0 *\n"));
}

TEST(Explanation, FunctionsOfOneSimulatedRunEachNeedAChangeWorthTheName) {
  Report report = sample_with_simulation();
  report.subjects[0].variants[1].instruction_change = InstructionChange{1e6, 1.004e6};
  derive::judge_changes(report.subjects[0]);
  EXPECT_THAT(render_terminal(report, plain_table), Not(HasSubstr("of its own")));
}

TEST(Explanation, OfSimulatedInstructionsSaysThatTheyAreOfOneRun) {
  EXPECT_THAT(render_terminal(sample_with_simulation(), plain_table), HasSubstr("  one run  "));
}

TEST(Explanation, SaysWhyThereIsNone) {
  Report report = sample_with_simulation();
  report.subjects[0].splits.clear();
  report.subjects[0].variants[1].unsplit = "more than a fifth of it";
  EXPECT_THAT(render_terminal(report, plain_table),
              ContainsRegex("\n  why +not told: more than a fifth of it\n"));
  report.subjects[0].variants.push_back(report.subjects[0].variants[1]);
  report.subjects[0].variants.back().unsplit.clear();
  EXPECT_THAT(render_terminal(report, plain_table), HasSubstr("not told of columns: more than"));
}

TEST(Explanation, IsLeftOutWhereNothingIsKnown) {
  EXPECT_THAT(render_terminal(sample_report(), plain_table), Not(HasSubstr("x CPI")));
}

}  // namespace
}  // namespace hone::reports
