#include "reports/formats/terminal.hpp"

#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fmt/format.h"
#include "reports/layout/utf8.hpp"
#include "reports/sections/crossover_section.hpp"
#include "reports/sections/headline.hpp"
#include "reports/sections/overview.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr TerminalStyle plain{false, 80};

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

Report only_subject(std::size_t index) {
  Report report = sample_report();
  report.subjects = {report.subjects.at(index)};
  report.interrupted = false;
  return report;
}

TEST(Terminal, MatchesGoldenFile) {
  expect_golden("report.txt", render_terminal(sample_report(), plain));
}

TEST(Terminal, MatchesGoldenFileInColor) {
  expect_golden("report-color.txt", render_terminal(sample_report(), {true, 80}));
}

TEST(Terminal, MatchesGoldenFileOfOneComparisonOfCommands) {
  expect_golden("compare.txt", render_terminal(sample_comparison(), plain));
}

TEST(Terminal, MatchesGoldenFileOfOneComparisonInColor) {
  expect_golden("compare-color.txt", render_terminal(sample_comparison(), {true, 120}));
}

// One command at so many values, the first being the baseline.
Report many_values(std::size_t count) {
  Report report = sample_comparison();
  SubjectReport& subject = report.subjects.front();
  const VariantReport variant = subject.variants.at(1);
  const Comparison comparison = subject.comparisons.at(0);
  subject.variants.resize(1);
  subject.comparisons.clear();
  subject.findings.clear();
  subject.metrics.resize(1);
  for (std::size_t value = 2; value <= count; ++value) {
    subject.variants.push_back(variant);
    subject.variants.back().name = fmt::format("n={}", value);
    subject.comparisons.push_back(comparison);
    subject.comparisons.back().variant = subject.variants.back().name;
    if (value == 3) subject.comparisons.back().verdict = Verdict::inconclusive;
  }
  return report;
}

TEST(Terminal, OfMoreThanTwelveValuesTheVerdictsAreShown) {
  const std::string twelve = render_terminal(many_values(12), plain, Extent::screens);
  EXPECT_THAT(twelve, HasSubstr("Where the runs lie"));
  EXPECT_THAT(twelve, Not(HasSubstr("--details")));
  const std::string shown = render_terminal(many_values(20), plain, Extent::screens);
  EXPECT_THAT(shown, HasSubstr("18 improvements, 1 inconclusive"));
  EXPECT_THAT(shown, HasSubstr("19 others"));
  EXPECT_THAT(shown, HasSubstr("\n  n=20 "));
  EXPECT_THAT(shown, HasSubstr("--details shows distributions"));
  EXPECT_THAT(shown, Not(HasSubstr("Where the runs lie")));
  EXPECT_EQ(occurrences(shown, "n=20"), 1U);
  EXPECT_LE(occurrences(shown, "\n"), 60U);
  const std::string all = render_terminal(many_values(20), plain, Extent::all);
  EXPECT_THAT(all, HasSubstr("Where the runs lie"));
  EXPECT_THAT(all, Not(HasSubstr("--details")));
}

TEST(Terminal, ColorOnlyAddsToTheText) {
  const std::string colored = render_terminal(sample_report(), {true, 80});
  EXPECT_NE(colored, render_terminal(sample_report(), plain));
  EXPECT_EQ(std::regex_replace(colored, std::regex("\x1b\\[[0-9]+m"), ""),
            render_terminal(sample_report(), plain));
}

TEST(Terminal, NoLineIsWiderThanTheTerminal) {
  for (const int width : {60, 80, 100, 132}) {
    for (const Report& report : {sample_report(), sample_comparison()}) {
      for (const std::string& line : lines_of(render_terminal(report, {false, width}))) {
        EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
      }
    }
  }
}

TEST(Terminal, NoLineEndsInASpace) {
  for (const std::string& line : lines_of(render_terminal(sample_report(), plain))) {
    EXPECT_FALSE(line.ends_with(' ')) << '[' << line << ']';
  }
}

TEST(Terminal, NamesFromOutsideCannotSteerTheTerminal) {
  const std::string text = render_terminal(sample_report(), plain);
  EXPECT_THAT(text, HasSubstr("\\x1b[31mred"));
  EXPECT_THAT(text, HasSubstr("\\u{202e}"));
  for (const char byte : text) {
    EXPECT_TRUE(byte == '\n' || static_cast<unsigned char>(byte) >= 0x20) << int{byte};
  }
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
}

TEST(Terminal, OverviewIsOneLineAComparisonWhereTheTerminalIsWide) {
  Report report = sample_report();
  report.subjects.resize(5);  // without the commands: one's name is longer than any terminal
  EXPECT_THAT(
      render_terminal(report, {false, 120}),
      testing::ContainsRegex("cache/false_sharing +padded_64 +1.04x slower +1.03x .. 1.05x +regr"));
}

TEST(Terminal, SweptSubjectsAreToldApartByTheParameterThatDiffers) {
  const std::string text = render_terminal(sample_report(), plain);
  EXPECT_THAT(text, HasSubstr("\n  memory/arena nodes=1000\n"));
  EXPECT_THAT(text, HasSubstr("\n  memory/arena nodes=100000\n"));
  EXPECT_THAT(text, Not(HasSubstr("nodes=1000 node_bytes=64\n    ")));
}

TEST(Terminal, ASingleSubjectNeedsNoOverview) {
  EXPECT_THAT(render_terminal(only_subject(1), plain), StartsWith("memory/arena\n"));
}

TEST(Terminal, AColumnThatNoVariantHasIsLeftOut) {
  const std::string text = render_terminal(only_subject(2), plain);
  EXPECT_THAT(text, HasSubstr("page faults"));
  EXPECT_THAT(text, Not(HasSubstr("allocations")));
}

TEST(Terminal, AReasonIsGivenOnceHoweverOftenItApplies) {
  const std::string text = render_terminal(only_subject(2), plain);
  EXPECT_EQ(occurrences(text, "hardware counters"), 1U);
  EXPECT_THAT(text, HasSubstr("  instructions, L1d misses: this machine offers no hardware"));
}

TEST(Terminal, AnAbsenceOfOneVariantNamesIt) {
  EXPECT_THAT(render_terminal(only_subject(4), plain),
              HasSubstr("page faults, peak RSS, wall time of\n"
                        "    concurrency/bounded_queue (boost_lockfree_mpmc): the worker crashed"));
}

TEST(Terminal, WhatNobodyAskedForIsALine) {
  Report report = only_subject(2);
  report.environment.pmu_available = true;
  for (VariantReport& variant : report.subjects[0].variants) {
    variant.metrics["instructions"] = Absent{"not asked for (--collect cache)", "cache"};
    variant.metrics["l1d_misses"] = Absent{"not asked for (--collect cache)", "cache"};
    variant.metrics["allocations"] = Absent{"not asked for (--collect allocations)", "allocations"};
    variant.metrics["cycles"] = Absent{"not asked for (--collect counters)", "counters"};
  }
  EXPECT_THAT(render_terminal(report, plain),
              HasSubstr("Not measured\n  not asked for: --collect allocations,cache,counters\n"));
  report.environment.pmu_available = false;
  report.environment.pmu_reason = "this virtual machine shows no PMU";
  EXPECT_THAT(render_terminal(report, plain),
              HasSubstr("Not measured\n  not asked for: --collect allocations,cache\n"))
      << "a warning tells of the PMU";
}

TEST(Terminal, OneReasonInDifferentPlacesIsToldApart) {
  Report report = only_subject(2);
  report.subjects[0].variants[0].metrics["l1d_misses"] = MetricSummary{};
  const std::string text = render_terminal(report, plain);
  EXPECT_THAT(text, HasSubstr("  instructions: this machine"));
  EXPECT_THAT(text, HasSubstr("  L1d misses of cache/false_sharing (padded_64, padded_128)"));
}

TEST(Terminal, AnAbsenceNearlyEverywhereNamesTheExceptions) {
  Report report = sample_report();
  report.subjects.resize(5);  // all that ask for counters
  EXPECT_THAT(render_terminal(report, plain),
              HasSubstr("L1d misses of all but concurrency/bounded_queue\n"
                        "    (boost_lockfree_mpmc): this machine offers"));
}

TEST(Terminal, OwnTextIsAscii) {
  Report report = sample_report();
  report.subjects.pop_back();  // the only one with names beyond ASCII
  for (const char byte : render_terminal(report, {true, 80})) EXPECT_GE(byte, 0);
}

TEST(Terminal, EvidenceKeepsItsLines) {
  EXPECT_THAT(render_terminal(only_subject(4), plain),
              HasSubstr("- stderr: assertion failed\n"
                        "                in pop(), head 12\n"));
}

TEST(Terminal, ASubjectThatWasNeverComparedStillShowsItsTimes) {
  Report report = only_subject(0);
  report.subjects[0].comparisons.clear();
  const std::string text = render_terminal(report, plain);
  EXPECT_THAT(text, HasSubstr("42.0 us"));
  EXPECT_THAT(text, HasSubstr("not compared"));
}

TEST(Terminal, ProvenanceStandsBesideEachMetricOrBelowThem) {
  EXPECT_THAT(render_terminal(only_subject(0), {false, 120}),
              testing::ContainsRegex("allocations [^\n]* counted\n"));
  EXPECT_THAT(render_terminal(only_subject(0), plain),
              HasSubstr("How: allocations, allocated, temporaries, peak heap (counted); page"));
}

TEST(Terminal, MixedProvenanceIsShownInEachCell) {
  const std::string text = render_terminal(only_subject(3), plain);
  EXPECT_THAT(text, HasSubstr("2.1 % simulated"));
  EXPECT_THAT(text, HasSubstr("2.0 % estimated"));
}

TEST(Terminal, AnEmptyReportSaysSo) {
  Report report = sample_report();
  report.subjects.clear();
  EXPECT_THAT(render_terminal(report, plain), HasSubstr("No subject was finished."));
  EXPECT_THAT(render_terminal(report, plain), Not(HasSubstr("per iteration")));
}

TEST(Terminal, PutsTheAnswerLastWhereTheScreenScrolls) {
  const Report report = sample_report();
  const std::string scrolling = render_terminal(report, {.color = false, .answer_last = true});
  const std::string answer =
      render_terminal(overview(report), {}) + "\n" + render_terminal(crossover_section(report), {});
  EXPECT_EQ(scrolling.substr(scrolling.size() - answer.size()), answer);
  EXPECT_NE(render_terminal(report, {}).substr(0, 1000), scrolling.substr(0, 1000));
}

TEST(Terminal, OneComparisonOfCommandsBeginsWithItsAnswer) {
  EXPECT_THAT(render_terminal(sample_comparison(), plain),
              StartsWith("fa\\x1b[5mst is 1.12x faster than ./decode --input 'a file.bin'\n"));
}

TEST(Terminal, OneComparisonOfCommandsEndsWithItsAnswerWhereTheScreenScrolls) {
  const Report report = sample_comparison();
  const std::string answer = render_terminal(headlines(report.subjects[0], report.plan), {});
  EXPECT_THAT(render_terminal(report, {.color = false, .answer_last = true}),
              testing::EndsWith("\n\n" + answer));
}

TEST(Terminal, AnOpenComparisonIsExplainedOnce) {
  EXPECT_THAT(render_terminal(sample_comparison(), plain), Not(HasSubstr("\n  inconclusive ")));
  Report several = sample_comparison();
  several.subjects.push_back(several.subjects[0]);
  EXPECT_THAT(render_terminal(several, plain), HasSubstr("\n  inconclusive "));
}

TEST(Terminal, SeveralVerdictMetricsSayHowTheErrorRateIsKept) {
  EXPECT_THAT(render_terminal(sample_comparison(), {false, 120}),
              HasSubstr("wall time, less is better; items_per_second, more is better; margin 1 %; "
                        "Holm: each at its own alpha\n"));
  EXPECT_THAT(render_terminal(only_subject(0), plain), Not(HasSubstr("Holm")));
}

TEST(Terminal, UnitsThatWereLeftOutAreTold) {
  const auto text_with = [](DroppedUnits dropped) {
    Report report = sample_comparison();
    report.subjects[0].dropped = dropped;
    return render_terminal(report, {false, 120});
  };
  EXPECT_THAT(text_with({.slow_core = 0, .steal = 2}),
              HasSubstr("2 of 30 units: the hypervisor took the CPU; the rule does not see which "
                        "command suffered\n"));
  EXPECT_THAT(text_with({.slow_core = 1, .steal = 2}),
              HasSubstr("3 of 31 units: the hypervisor took the CPU (2), the core ran far below "
                        "its speed (1);"));
  EXPECT_THAT(text_with({}), Not(HasSubstr("left out")));
}

TEST(Terminal, TheClosingLineSaysHowLongItWasMeasured) {
  Report report = sample_comparison();
  EXPECT_THAT(render_terminal(report, plain), HasSubstr("margin 1 %, until decided."));
  EXPECT_THAT(render_terminal(report, plain), HasSubstr("counts are per run;"));
  report.plan.budget_seconds = 60;
  EXPECT_THAT(render_terminal(report, {false, 120}),
              HasSubstr("until decided, up to 60 s a comparison."));
  const std::string workload = render_terminal(only_subject(0), {false, 120});
  EXPECT_THAT(workload, HasSubstr("margin 1 %, up to 10 s a comparison."));
  EXPECT_THAT(workload, HasSubstr("counts are per iteration;"));
}

TEST(Terminal, OneSubjectIsNotSeveral) {
  EXPECT_THAT(render_terminal(overview(only_subject(0)), plain),
              StartsWith("1 subject, 2 comparisons: "));
}

TEST(Terminal, EachMetricIsAGroupOfTheOverview) {
  Report report = sample_comparison();
  report.subjects.push_back(report.subjects[0]);
  report.subjects[0].parameters = {{"n", std::int64_t{1}}};
  report.subjects[1].parameters = {{"n", std::int64_t{10}}};
  const std::string text = render_terminal(overview(report), plain);
  EXPECT_THAT(text, HasSubstr("\n  compare n=1: wall time\n    fa\\x1b[5mst"));
  EXPECT_THAT(text, HasSubstr("\n  compare n=10: items_per_second\n    fa\\x1b[5mst"));
}

TEST(Terminal, CommandsHaveNoBlocksOfIterations) {
  const std::string text = render_terminal(sample_comparison(), plain);
  EXPECT_THAT(text, Not(HasSubstr("  iteration")));
  EXPECT_THAT(text, Not(HasSubstr("Not measured")));
}

TEST(Terminal, QuantilesOfWorkloadsAreForASingleSubject) {
  Report report = only_subject(0);
  MetricReading& reading = report.subjects[0].variants[0].metrics["cpu_time"];
  std::get<MetricSummary>(reading).quantiles = {{0, 1, std::nullopt}, {0.99, 2, Interval{1, 3}}};
  EXPECT_THAT(render_terminal(report, plain), HasSubstr("p99"));
  report.subjects.push_back(report.subjects[0]);
  EXPECT_THAT(render_terminal(report, plain), Not(HasSubstr("p99")));
}

}  // namespace
}  // namespace hone::reports
