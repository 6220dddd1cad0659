#include "reports/sections/short_overview.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr TerminalStyle eighty{false, 80};

// The workloads of the sample, again and again under other names.
Report report_of(std::size_t subjects) {
  Report report = sample_report();
  report.subjects.resize(5);
  report.crossovers.clear();
  const std::vector<SubjectReport> workloads = report.subjects;
  report.subjects.clear();
  for (std::size_t i = 0; i < subjects; ++i) {
    SubjectReport subject = workloads[i % workloads.size()];
    const std::string_view family = i < subjects / 2 ? "memory" : "cache";
    subject.id = std::string(family) + "/workload_" + std::to_string(i);
    report.subjects.push_back(std::move(subject));
  }
  return report;
}

TEST(ShortOverview, IsALineASubjectInGroupsByFamily) {
  const std::string text = render_terminal(short_overview(report_of(10)), eighty);
  EXPECT_THAT(text, ContainsRegex("\n  memory/\n    workload_0 +bump_reset +12.4x faster +"
                                  "12.1x .. 12.8x +\\+\\+\n    workload_1 "));
  EXPECT_THAT(text, ContainsRegex("\n  cache/\n    workload_5 "));
  EXPECT_THAT(text, HasSubstr("10 subjects, 18 comparisons: "));
}

TEST(ShortOverview, MarksEachVariant) {
  const std::string text = render_terminal(short_overview(report_of(5)), {false, 120});
  EXPECT_THAT(text, ContainsRegex("workload_2 +padded_128 +0.36 % slower [^\n]* -=\n"));
  EXPECT_THAT(text, ContainsRegex("workload_3 +branchless +could be [^\n]* \\?\\?\n"));
  EXPECT_THAT(text, ContainsRegex("workload_4 +vyukov_ring +1.21x slower [^\n]* -!\n"));
}

TEST(ShortOverview, TellsFailures) {
  EXPECT_THAT(render_terminal(short_overview(report_of(5)), eighty), HasSubstr("SIGSEGV"));
}

TEST(ShortOverview, OfMoreThanTwelveSubjectsTheReportShowsNoneByItself) {
  const auto shown = [](std::size_t subjects, Extent extent) {
    return render_terminal(report_of(subjects), eighty, extent);
  };
  EXPECT_THAT(shown(12, Extent::screens), HasSubstr("  verdict on"));
  EXPECT_THAT(shown(12, Extent::screens), Not(HasSubstr("--details")));
  EXPECT_THAT(shown(13, Extent::screens), Not(HasSubstr("  verdict on")));
  EXPECT_THAT(shown(13, Extent::screens), HasSubstr("--details"));
  EXPECT_THAT(shown(13, Extent::all), HasSubstr("  verdict on"));
  EXPECT_THAT(shown(13, Extent::all), Not(HasSubstr("--details")));
}

TEST(ShortOverview, ACatalogueFitsTwoScreens) {
  Report report = report_of(40);
  for (SubjectReport& subject : report.subjects) subject.findings.clear();
  EXPECT_LE(lines_of(render_terminal(report, eighty, Extent::screens)).size(), 80U);
}

TEST(ShortOverview, WhatWasNotComparedIsToldOnce) {
  Report report = report_of(13);
  const Finding unavailable{.rule = "variant_unavailable",
                            .text = "huge cannot run here: no pages"};
  report.subjects[4] = report.subjects[3];  // another point of a sweep
  report.subjects[3].findings.push_back(unavailable);
  report.subjects[4].findings.push_back(unavailable);
  EXPECT_EQ(render_terminal(exceptions(report), {false, 120}),
            "  not compared  memory/workload_3: huge cannot run here: no pages\n");
  EXPECT_THAT(render_terminal(report, {false, 120}, Extent::screens), HasSubstr("no pages\n"));
  EXPECT_TRUE(exceptions(report_of(13)).empty());
}

}  // namespace
}  // namespace hone::reports
