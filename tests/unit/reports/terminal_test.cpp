#include "reports/terminal.hpp"

#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/overview.hpp"
#include "reports/utf8.hpp"
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

TEST(Terminal, ColorOnlyAddsToTheText) {
  const std::string colored = render_terminal(sample_report(), {true, 80});
  EXPECT_NE(colored, render_terminal(sample_report(), plain));
  EXPECT_EQ(std::regex_replace(colored, std::regex("\x1b\\[[0-9]+m"), ""),
            render_terminal(sample_report(), plain));
}

TEST(Terminal, NoLineIsWiderThanTheTerminal) {
  for (const int width : {60, 80, 100, 132}) {
    for (const std::string& line : lines_of(render_terminal(sample_report(), {false, width}))) {
      EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
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
  report.subjects.pop_back();  // the one whose name is longer than any terminal
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

TEST(Terminal, OneReasonInDifferentPlacesIsToldApart) {
  Report report = only_subject(2);
  report.subjects[0].variants[0].metrics["l1d_misses"] = MetricSummary{};
  const std::string text = render_terminal(report, plain);
  EXPECT_THAT(text, HasSubstr("  instructions: this machine"));
  EXPECT_THAT(text, HasSubstr("  L1d misses of cache/false_sharing (padded_64, padded_128)"));
}

TEST(Terminal, AnAbsenceNearlyEverywhereNamesTheExceptions) {
  EXPECT_THAT(render_terminal(sample_report(), plain),
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

TEST(Terminal, ProvenanceStandsUnderEachColumn) {
  const std::string text = render_terminal(only_subject(0), plain);
  EXPECT_THAT(text, testing::ContainsRegex("allocations +allocated +temporaries"));
  EXPECT_THAT(text, testing::ContainsRegex("counted +counted +counted"));
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
}

TEST(Terminal, PutsTheAnswerLastWhereTheScreenScrolls) {
  const Report report = sample_report();
  const std::string scrolling = render_terminal(report, {.color = false, .answer_last = true});
  const std::string overview = render_overview(report, {});
  EXPECT_EQ(scrolling.substr(scrolling.size() - overview.size()), overview);
  EXPECT_NE(render_terminal(report, {}).substr(0, 1000), scrolling.substr(0, 1000));
}

}  // namespace
}  // namespace hone::reports
