#include "analyzers/diagnose/rules/explained_time.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/derive/metric_changes.hpp"
#include "tests/unit/analyzers/diagnose/rules/compared.hpp"

namespace hone::diagnose {
namespace {

// A factor that changed by this share of the time, known to a percent either way.
LogShare by(double change, double half_width = 0.005) {
  const double log_ratio = std::log(1 + change);
  return {log_ratio, Interval{log_ratio - half_width, log_ratio + half_width}};
}

TimeSplit split(LogShare instructions, LogShare cpi, LogShare clock) {
  TimeSplit split;
  split.baseline = "old";
  split.variant = "new";
  split.instructions = instructions;
  split.cpi = cpi;
  split.clock = clock;
  const double all = instructions.log_ratio + cpi.log_ratio + clock.log_ratio;
  split.time = {all, Interval{all - 0.005, all + 0.005}};
  return split;
}

SubjectReport report_of(const TimeSplit& split, Verdict verdict = Verdict::improvement) {
  SubjectReport report;
  report.comparisons = {compared("cpu_time", std::exp(split.time.log_ratio), verdict)};
  report.splits = {split};
  derive::judge_changes(report);
  return report;
}

std::string text(const TimeSplit& split) {
  const std::vector<Finding> findings = time_split(report_of(split));
  return findings.empty() ? "" : findings.front().text;
}

TEST(TimeSplitRule, NamesTheOneCause) {
  EXPECT_EQ(text(split(by(-0.4), by(0), by(0))),
            "new: less work (instructions -40 %); CPI and frequency unchanged");
  EXPECT_EQ(text(split(by(0), by(-0.5), by(0))),
            "new: faster work (CPI -50 %); instructions and frequency unchanged");
  EXPECT_EQ(text(split(by(0), by(0), by(0.25))),
            "new: a slower clock (frequency -20 %); instructions and CPI unchanged");
}

TEST(TimeSplitRule, NamesTheMainCauseFirstAndWhatWorkedAgainstIt) {
  EXPECT_EQ(text(split(by(-0.4), by(-0.05), by(0))),
            "new: mostly less work (instructions -40 %) and faster work (CPI -5.0 %); frequency "
            "unchanged");
  EXPECT_EQ(text(split(by(0.2), by(-0.73), by(0))),
            "new: faster work (CPI -73 %), despite more work (instructions +20 %); frequency "
            "unchanged");
  EXPECT_EQ(text(split(by(-0.2), by(-0.2), by(0))),
            "new: less work (instructions -20 %) and faster work (CPI -20 %); frequency unchanged");
}

TEST(TimeSplitRule, DoesNotDwellOnTrifles) {
  EXPECT_EQ(text(split(by(-0.5), by(0.015, 0.001), by(0))),
            "new: less work (instructions -50 %); frequency unchanged");
}

TEST(TimeSplitRule, ClaimsNothingThatTheIntervalsDoNotBear) {
  EXPECT_EQ(text(split(by(-0.03, 0.05), by(-0.03, 0.05), by(-0.03, 0.05))), "");
  EXPECT_EQ(text(split(by(-0.4), by(0.02, 0.1), by(0))),
            "new: less work (instructions -40 %); frequency unchanged");
  TimeSplit unbounded = split(by(-0.4), by(0), by(0));
  unbounded.time.interval.reset();
  EXPECT_EQ(text(unbounded), "");
}

TEST(TimeSplitRule, SpeaksOfDecidedTimesOnly) {
  const TimeSplit less_work = split(by(-0.4), by(0), by(0));
  EXPECT_TRUE(time_split(report_of(less_work, Verdict::inconclusive)).empty());
  EXPECT_TRUE(time_split(report_of(less_work, Verdict::equivalent)).empty());
  SubjectReport of_memory = report_of(less_work);
  of_memory.comparisons[0].metric = "peak_rss";
  EXPECT_TRUE(time_split(of_memory).empty());
}

TEST(TimeSplitRule, DoesNotExplainAWallTimeThatParallelismMade) {
  SubjectReport report = report_of(split(by(-0.05), by(0), by(0)));
  report.comparisons[0].metric = "wall_time";
  report.comparisons[0].ratio = 0.3;
  EXPECT_TRUE(time_split(report).empty());
}

TEST(TimeSplitRule, ExplainsAVariantOnce) {
  SubjectReport report = report_of(split(by(-0.4), by(0), by(0)));
  report.comparisons.push_back(report.comparisons[0]);
  report.comparisons[1].metric = "wall_time";
  EXPECT_EQ(time_split(report).size(), 1U);
}

TEST(TimeSplitRule, IsAsSureAsItsNumbers) {
  TimeSplit less_work = split(by(-0.4), by(0), by(0));
  EXPECT_EQ(time_split(report_of(less_work)).front().confidence, Confidence::certain);
  less_work.provenance = Provenance::estimated;
  less_work.instructions.interval = Interval{std::log(0.6), std::log(0.6)};
  const Finding finding = time_split(report_of(less_work)).front();
  EXPECT_EQ(finding.confidence, Confidence::likely);
  EXPECT_EQ(finding.evidence.front(),
            "cpu time -40 % (-40 .. -40 %) = instructions -40 % (one simulated run) x CPI 0 % "
            "(-0.5 .. +0.5 %) / frequency 0 % (-0.5 .. +0.5 %); estimated");
}

}  // namespace
}  // namespace hone::diagnose
