#include "reports/sections/report_frame.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"

namespace hone::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// In one line: where lines break is not what is asked here.
std::string closing_of(const std::vector<Placement>& placements) {
  Report report;
  for (const Placement& placement : placements) {
    SubjectReport subject;
    subject.kind = SubjectKind::command;
    subject.placement = placement;
    report.subjects.push_back(std::move(subject));
  }
  std::string text = render_terminal(closing(report), {});
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

TEST(ReportFrame, SaysThatAPairWasOnOneCpuAndWhatThatMeansToAProgram) {
  EXPECT_THAT(closing_of({{true, {0, 1, 2, 5}, {}, ""}}),
              HasSubstr("Each pair ran on one CPU, drawn from 0-2,5; a program that asks sees that "
                        "one only."));
  EXPECT_THAT(closing_of({{true, {3}, {}, ""}}), HasSubstr("All runs were on CPU 3;"));
}

TEST(ReportFrame, SaysWhichCoresOfAnotherKindWereLeftOut) {
  EXPECT_THAT(closing_of({{true, {0, 1}, {4, 5, 6}, ""}}),
              HasSubstr("drawn from 0,1, not 4-6, whose cores are of another kind;"));
}

TEST(ReportFrame, SaysItOnlyOfWhatItHoldsFor) {
  const Placement one{true, {0, 1}, {}, ""};
  const Placement several{false, {0, 1}, {}, "a has more than one thread or process"};
  EXPECT_THAT(closing_of({one, several}),
              HasSubstr("Each pair of what needs no more ran on one CPU, drawn from 0,1;"));
  EXPECT_THAT(closing_of({several}), Not(HasSubstr("one CPU")));
  EXPECT_THAT(closing_of({}), Not(HasSubstr("one CPU")));
}

TEST(ReportFrame, SaysWhatTheInputWas) {
  EXPECT_EQ(input_text(std::nullopt), "");
  EXPECT_EQ(input_text(InputSummary{"data", false, 2048}), " Input: data, 2 KiB.");
  EXPECT_EQ(input_text(InputSummary{"/dev/zero", false, std::nullopt}), " Input: /dev/zero.");
  EXPECT_EQ(input_text(InputSummary{"stdin", true, 3}),
            " Input: stdin, 3 B, read once, before the first run.");
  Report report;
  report.plan.input = InputSummary{"stdin", true, 3};
  EXPECT_THAT(render_terminal(closing(report), {}), HasSubstr("Input: stdin, 3 B"));
}

}  // namespace
}  // namespace hone::reports
