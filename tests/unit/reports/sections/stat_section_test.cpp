#include "reports/sections/stat_section.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/derive/metric_changes.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr TerminalStyle plain_stat{false, 80};

MetricSummary summary(Unit unit, double value, Provenance provenance, double half_width = 0) {
  MetricSummary made;
  made.unit = unit;
  made.provenance = provenance;
  made.value = value;
  if (half_width > 0) made.interval = Interval{value - half_width, value + half_width};
  made.samples = half_width > 0 ? 9 : 1;
  return made;
}

// One command without a PMU: simulated counts, an estimated IPC.
Report stat_report(int runs) {
  Report report = sample_report();
  report.interrupted = false;
  SubjectReport subject;
  subject.id = "stat";
  subject.kind = SubjectKind::command;
  subject.metrics = {{"wall_time", Better::lower}};
  VariantReport variant;
  variant.name = "sort -n data";
  variant.is_baseline = true;
  variant.launch.argv = {"sort", "-n", "data"};
  for (int run = 0; run < runs; ++run) variant.samples.push_back({run, 0, {}, RunEnd{}});
  const double width = runs > 1 ? 0.01 : 0;
  ByMetric<MetricReading>& metrics = variant.metrics;
  metrics["wall_time"] = summary(Unit::seconds, 0.0656, Provenance::measured, 0.0656 * width);
  metrics["cpu_time"] = summary(Unit::seconds, 0.0641, Provenance::measured, 0.0641 * width);
  metrics["peak_rss"] = summary(Unit::bytes, 7.06e6, Provenance::measured, 7.06e6 * width);
  metrics["instructions"] = summary(Unit::count, 212'345'678, Provenance::simulated);
  metrics["ipc"] = summary(Unit::quotient, 1.734, Provenance::estimated, width);
  metrics["cpi"] = summary(Unit::quotient, 1 / 1.734, Provenance::estimated, width);
  metrics["branches"] = summary(Unit::count, 4.5e7, Provenance::simulated);
  metrics["branch_misses"] = summary(Unit::count, 1.1e6, Provenance::simulated);
  metrics["branch_miss_rate"] = summary(Unit::ratio, 0.0244, Provenance::simulated);
  metrics["branch_mpki"] = summary(Unit::quotient, 5.18, Provenance::simulated);
  metrics["cycles"] = Absent{"this virtual machine shows no PMU"};
  subject.variants = {std::move(variant)};
  derive::judge_changes(subject);
  report.subjects = {std::move(subject)};
  return report;
}

TEST(Stat, MatchesGoldenFile) {
  expect_golden("stat.txt", render_terminal(stat_section(stat_report(1)), plain_stat));
}

TEST(Stat, MatchesGoldenFileOfSeveralRuns) {
  expect_golden("stat-runs.txt", render_terminal(stat_section(stat_report(9)), plain_stat));
}

TEST(Stat, TheSameFactInAnotherUnitStandsBeside) {
  const std::string text = render_terminal(stat_section(stat_report(1)), plain_stat);
  EXPECT_THAT(text, HasSubstr("5.18 MPKI"));
  EXPECT_THAT(text, HasSubstr("0.577 CPI"));
  EXPECT_THAT(text, HasSubstr("0.98 CPUs"));
}

TEST(Stat, ScaledCounterSaysSoAndNamesItsEvent) {
  Report report = stat_report(1);
  MetricSummary cycles = summary(Unit::count, 1.2e8, Provenance::measured);
  cycles.multiplexed = 0.48;
  cycles.event = "skl::CYCLES\x1b[31m";
  report.subjects[0].variants[0].metrics["cycles"] = cycles;
  const std::string text = render_terminal(stat_section(report), plain_stat);
  EXPECT_THAT(text, HasSubstr("scaled from 48 %"));
  EXPECT_THAT(text, HasSubstr("skl::CYCLES"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Stat, WithoutAPmuThatNobodyAskedForOneLineTells) {
  Report report = stat_report(1);
  report.environment.pmu_reason = "this virtual machine shows no PMU";
  for (const char* id : {"cycles", "l1d_loads", "llc_misses"}) {
    report.subjects[0].variants[0].metrics[id] = Absent{"no PMU", "counters"};
  }
  EXPECT_THAT(
      render_terminal(stat_section(report), plain_stat),
      HasSubstr("Not measured\n  hardware counters: this virtual machine shows no PMU\n\n"));
}

TEST(Stat, AnEventThatTheUserNamedGoesByItsName) {
  Report report = stat_report(1);
  MetricSummary named = summary(Unit::count, 9e7, Provenance::measured);
  named.event = "skl::INST_RETIRED:ANY_P:e=0:i=0:c=0:u=1:k=0";
  report.subjects[0].variants[0].metrics["inst_retired_any_p_u"] = named;
  const std::string text = render_terminal(stat_section(report), plain_stat);
  EXPECT_THAT(text, HasSubstr("\n  INST_RETIRED:ANY_P:u "));
  EXPECT_THAT(text, Not(HasSubstr("inst_retired")));
}

TEST(Stat, AnEventThatIsNotQuiteTheMetricSaysSo) {
  Report report = stat_report(1);
  MetricSummary loads = summary(Unit::count, 9e7, Provenance::measured);
  loads.event = "skl::MEM_LOAD_RETIRED:L1_HIT";
  loads.event_note = "retired loads";
  report.subjects[0].variants[0].metrics["l1d_loads"] = loads;
  EXPECT_THAT(render_terminal(stat_section(report), {false, 200}),
              HasSubstr("L1d loads = skl::MEM_LOAD_RETIRED:L1_HIT (retired loads)."));
}

TEST(Stat, WithoutAnyRunItSaysSo) {
  Report report = stat_report(1);
  report.subjects.clear();
  report.interrupted = true;
  const std::string text = render_terminal(stat_section(report), plain_stat);
  EXPECT_THAT(text, HasSubstr("Interrupted"));
  EXPECT_THAT(text, HasSubstr("No run was finished"));
}

}  // namespace
}  // namespace hone::reports
