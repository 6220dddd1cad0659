#include "reports/sections/pay_off.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PayOff, MatchesGoldenFile) {
  expect_golden("pay-off.txt", render_terminal(sample_pay_off(), {false, 80}));
}

TEST(PayOff, IsALineAWorkloadThatFitsTheTerminal) {
  for (const int width : {80, 100, 132}) {
    const std::string text = render_terminal(pay_off(sample_pay_off()), {false, width});
    for (const std::string& line : lines_of(text)) {
      EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
    }
    // Two subjects of the arena are one line.
    EXPECT_THAT(text,
                testing::ContainsRegex("arena +monotonic +2.31 .2.25-2.38. +\\+20 % +nodes >"));
    EXPECT_THAT(text, testing::ContainsRegex("\n *[a-z/]*false_sharing +padded_64"));
  }
}

TEST(PayOff, LargestGainsComeFirstThenWhatDoesNotPay) {
  const std::string text = render_terminal(pay_off(sample_pay_off()), {false, 120});
  EXPECT_LT(text.find("memory/arena"), text.find("algorithm/branches"));
  EXPECT_LT(text.find("algorithm/branches"), text.find("concurrency/bounded_queue"));
  EXPECT_LT(text.find("cache/false_sharing"), text.find("concurrency/bounded_queue"));
  EXPECT_THAT(text, HasSubstr("4 workloads at the default point: 1 pays, 1 undecided, 2 lose"));
}

TEST(PayOff, AnUndecidedGainHasBoundsOnly) {
  EXPECT_THAT(render_terminal(pay_off(sample_pay_off()), {false, 120}),
              HasSubstr("? (0.979-1.01)"));
}

TEST(PayOff, FailuresAreTold) {
  EXPECT_THAT(render_terminal(pay_off(sample_pay_off()), {false, 120}), HasSubstr("SIGSEGV"));
}

TEST(PayOff, ThePointsAreNotShownOneByOne) {
  EXPECT_THAT(render_terminal(sample_pay_off(), {false, 80}), Not(HasSubstr("verdict on")));
}

TEST(PayOff, WhereNamesAreLongTheVariantsGiveWayAndItIsSaid) {
  Report report = sample_pay_off();
  report.subjects[2].id = "concurrency/of_more_than_middling_length";
  const std::string narrow = render_terminal(pay_off(report), {false, 80});
  EXPECT_THAT(narrow, HasSubstr("of_more_than_middling_length "));
  EXPECT_THAT(narrow, Not(HasSubstr("padded_64")));
  EXPECT_THAT(narrow, HasSubstr("Which variant"));
  const std::string wide = render_terminal(pay_off(report), {false, 120});
  EXPECT_THAT(wide, HasSubstr("padded_64"));
  EXPECT_THAT(wide, Not(HasSubstr("Which variant")));
}

TEST(PayOff, LongNamesGiveWayNotNumbers) {
  Report report = sample_pay_off();
  report.subjects[2].id = "concurrency/a_workload_with_a_name_that_goes_on";
  report.subjects[2].variants[1].name = "a_variant_with_a_name_that_goes_on";
  report.subjects[2].comparisons[0].variant = report.subjects[2].variants[1].name;
  const std::string text = render_terminal(pay_off(report), {false, 80});
  EXPECT_THAT(text, HasSubstr("0.960 (0.950-0.970)"));
  for (const std::string& line : lines_of(text)) EXPECT_LE(display_width(line), 80U) << line;
}

}  // namespace
}  // namespace hone::reports
