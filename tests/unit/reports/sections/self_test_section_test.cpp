#include "reports/sections/self_test_section.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/layout/utf8.hpp"
#include "tests/unit/reports/golden.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr TerminalStyle plain{false, 80};

TrialTally tally(const std::string& program, double effect, int trials, int hits, Interval rate) {
  return {.program = program,
          .effect = effect,
          .trials = trials,
          .hits = hits,
          .rate = rate,
          .median_seconds = 0.127,
          .median_pairs = 11.5};
}

SelfTestReport sample_self_test() {
  SelfTestReport report;
  report.tool = {"hone", "0.2.0", "abc1234"};
  report.created = "2026-11-24T08:46:00Z";
  report.metric = "wall_time";
  report.program_seconds = 0.004;
  report.itself_budget_seconds = 0.15;
  report.effect_budget_seconds = 2;
  report.seed = 7;
  report.seconds = 61.4;
  report.false_positives = {tally("", 0, 150, 6, {0.0148, 0.085}),
                            tally("cpu", 0, 75, 2, {0.0032, 0.093}),
                            tally("memory", 0, 75, 4, {0.0147, 0.1311})};
  report.detections = {
      tally("", 0.01, 4, 2, {0.0676, 0.9324}),       tally("cpu", 0.01, 2, 1, {0.0126, 0.9874}),
      tally("memory", 0.01, 2, 1, {0.0126, 0.9874}), tally("", 0.05, 4, 4, {0.3976, 1}),
      tally("cpu", 0.05, 2, 2, {0.1581, 1}),         tally("memory", 0.05, 2, 2, {0.1581, 1})};
  report.equivalences = {tally("", 0, 4, 3, {0.1941, 0.9937})};
  report.smallest_effect = 0.05;
  report.noise = {.load_before = 0.4,
                  .load_after = 1.2,
                  .stolen = 0.013,
                  .autocorrelation = 0.31,
                  .spread = 0.0062};
  return report;
}

TEST(SelfTestText, MatchesGoldenFile) {
  expect_golden("selftest.txt", render_self_test(sample_self_test(), plain));
}

TEST(SelfTestText, FitsTheTerminal) {
  for (const std::string& line : lines_of(render_self_test(sample_self_test(), plain))) {
    EXPECT_LE(display_width(line), 80U) << line;
  }
}

TEST(SelfTestText, SaysWhenThereAreMoreFalseDifferencesThanPromised) {
  SelfTestReport report = sample_self_test();
  report.false_positives[0].rate.hi = 0.07;
  EXPECT_THAT(render_self_test(report, plain), HasSubstr("False differences as promised"));
  report.false_positives[0].rate.hi = 0.2;
  EXPECT_THAT(render_self_test(report, plain), HasSubstr("as far as so few trials can tell"));
  report.false_positives[0].rate.lo = 0.051;
  EXPECT_THAT(render_self_test(report, plain), HasSubstr("More false differences than promised"));
}

TEST(SelfTestText, SaysWhenNoEffectWasFound) {
  SelfTestReport report = sample_self_test();
  report.smallest_effect.reset();
  EXPECT_THAT(render_self_test(report, plain), HasSubstr("No effect that was put there was found"));
}

// Whether nothing was found and nothing was tried are not the same.
TEST(SelfTestText, ClaimsNothingOfEffectsThatWereNotTried) {
  SelfTestReport report = sample_self_test();
  report.interrupted = true;
  report.detections.clear();
  report.smallest_effect.reset();
  EXPECT_THAT(render_self_test(report, plain), Not(HasSubstr("No effect")));
}

TEST(SelfTestText, AnInterruptBeforeTheFirstTrialTellsOnlyThat) {
  SelfTestReport report;
  report.interrupted = true;
  report.metric = "wall_time";
  const std::string text = render_self_test(report, plain);
  EXPECT_THAT(text, HasSubstr("Interrupted"));
  EXPECT_THAT(text, HasSubstr("Nothing was finished."));
  EXPECT_THAT(text, Not(HasSubstr("differ by more than")));
}

TEST(SelfTestText, FailedTrialsAreTold) {
  SelfTestReport report = sample_self_test();
  report.failed_trials = 3;
  EXPECT_THAT(render_self_test(report, plain), HasSubstr("3 trials failed"));
}

TEST(SelfTestText, WhatTheKernelDoesNotSayIsLeftOut) {
  SelfTestReport report = sample_self_test();
  report.noise.stolen.reset();
  report.noise.autocorrelation.reset();
  report.noise.spread.reset();
  const std::string text = render_self_test(report, plain);
  EXPECT_THAT(text, Not(HasSubstr("steal")));
  EXPECT_THAT(text, Not(HasSubstr("autocorrelation")));
  EXPECT_THAT(text, Not(HasSubstr("differ by more than")));
}

TEST(SelfTestJson, MatchesGoldenFile) {
  expect_golden("selftest.json", render_self_test_json(sample_self_test()));
}

TEST(SelfTestJson, AbsentNumbersAreNull) {
  const nlohmann::json json = nlohmann::json::parse(render_self_test_json(SelfTestReport{}));
  EXPECT_TRUE(json["smallest_effect"].is_null());
  EXPECT_TRUE(json["noise"]["steal"].is_null());
  EXPECT_TRUE(json["noise"]["autocorrelation"].is_null());
  EXPECT_TRUE(json["noise"]["spread"].is_null());
  EXPECT_TRUE(json["false_positives"].empty());
}

}  // namespace
}  // namespace hone::reports
