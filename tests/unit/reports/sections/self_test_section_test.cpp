#include "reports/sections/self_test_section.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_self_test.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr TerminalStyle plain_self_test{false, 80};

TEST(SelfTestText, MatchesGoldenFile) {
  expect_golden("selftest.txt",
                render_terminal(self_test_section(sample_self_test()), plain_self_test));
}

TEST(SelfTestText, FitsTheTerminal) {
  for (const std::string& line :
       lines_of(render_terminal(self_test_section(sample_self_test()), plain_self_test))) {
    EXPECT_LE(display_width(line), 80U) << line;
  }
}

TEST(SelfTestText, SaysWhenThereAreMoreFalseDifferencesThanPromised) {
  SelfTestReport report = sample_self_test();
  report.promise = Promise::kept;
  EXPECT_THAT(render_terminal(self_test_section(report), plain_self_test),
              HasSubstr("False differences as promised"));
  report.promise = Promise::perhaps_kept;
  EXPECT_THAT(render_terminal(self_test_section(report), plain_self_test),
              HasSubstr("as far as so few trials can tell"));
  report.promise = Promise::broken;
  EXPECT_THAT(render_terminal(self_test_section(report), plain_self_test),
              HasSubstr("More false differences than promised"));
}

TEST(SelfTestText, SaysWhenNoEffectWasFound) {
  SelfTestReport report = sample_self_test();
  report.smallest_effect.reset();
  EXPECT_THAT(render_terminal(self_test_section(report), plain_self_test),
              HasSubstr("No effect that was put there was found"));
}

// Whether nothing was found and nothing was tried are not the same.
TEST(SelfTestText, ClaimsNothingOfEffectsThatWereNotTried) {
  SelfTestReport report = sample_self_test();
  report.interrupted = true;
  report.detections.clear();
  report.smallest_effect.reset();
  EXPECT_THAT(render_terminal(self_test_section(report), plain_self_test),
              Not(HasSubstr("No effect")));
}

TEST(SelfTestText, AnInterruptBeforeTheFirstTrialTellsOnlyThat) {
  SelfTestReport report;
  report.interrupted = true;
  report.metric = "wall_time";
  const std::string text = render_terminal(self_test_section(report), plain_self_test);
  EXPECT_THAT(text, HasSubstr("Interrupted"));
  EXPECT_THAT(text, HasSubstr("Nothing was finished."));
  EXPECT_THAT(text, Not(HasSubstr("differ by more than")));
}

TEST(SelfTestText, FailedTrialsAreTold) {
  SelfTestReport report = sample_self_test();
  report.failed_trials = 3;
  EXPECT_THAT(render_terminal(self_test_section(report), plain_self_test),
              HasSubstr("3 trials failed"));
}

TEST(SelfTestText, WhatTheKernelDoesNotSayIsLeftOut) {
  SelfTestReport report = sample_self_test();
  report.noise.stolen.reset();
  report.noise.autocorrelation.reset();
  report.noise.spread.reset();
  const std::string text = render_terminal(self_test_section(report), plain_self_test);
  EXPECT_THAT(text, Not(HasSubstr("steal")));
  EXPECT_THAT(text, Not(HasSubstr("autocorrelation")));
  EXPECT_THAT(text, Not(HasSubstr("differ by more than")));
}

}  // namespace
}  // namespace hone::reports
