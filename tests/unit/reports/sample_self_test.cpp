#include "tests/unit/reports/sample_self_test.hpp"

#include <string>

namespace hone::reports {

namespace {

TrialTally tally(const std::string& program, double effect, int trials, int hits, Interval rate) {
  return {.program = program,
          .effect = effect,
          .trials = trials,
          .hits = hits,
          .rate = rate,
          .median_seconds = 0.127,
          .median_pairs = 11.5};
}

}  // namespace

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
  report.promise = Promise::perhaps_kept;
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

}  // namespace hone::reports
