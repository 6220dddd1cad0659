// The rules find in a saved report what they found when it was fresh.
#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/analyze/analyze.hpp"
#include "analyzers/diagnose/rule_list.hpp"
#include "reports/json/read_report.hpp"
#include "reports/json/report_json.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

constexpr int units = 12;

// A subject of two variants and its run, with CPU times and a steady core; ready to be spoilt.
struct Measured {
  Subject subject;
  SubjectRun run;

  VariantRun& baseline() { return run.variants[0]; }
  VariantRun& variant() { return run.variants[1]; }
};

std::vector<Sample> samples(double seconds) {
  std::vector<Sample> samples(units);
  for (int unit = 0; unit < units; ++unit) {
    Sample& sample = samples[static_cast<std::size_t>(unit)];
    sample.unit = unit;
    sample.values["cpu_time"] = Value{seconds * (1 + 0.001 * (unit % 3))};
    sample.values["frequency"] = Value{3e9, Provenance::estimated};
  }
  return samples;
}

Measured measured(double baseline_seconds, double variant_seconds) {
  Measured it;
  it.subject.id = "cache/soa";
  it.subject.technique = "columns in place of rows";
  it.subject.metrics = {{"cpu_time", Better::lower}};
  it.subject.variants.resize(2);
  it.subject.variants[0].name = "rows";
  it.subject.variants[1].name = "columns";
  it.run.iterations = 3;
  it.run.variants.resize(2);
  it.baseline().samples = samples(baseline_seconds);
  it.variant().samples = samples(variant_seconds);
  return it;
}

// The verdict on the CPU time, as the engine leaves it.
void decide(Measured& it, double ratio) {
  const double log_ratio = std::log(ratio);
  ComparisonRun comparison;
  comparison.variant = 1;
  comparison.effects.assign(units, log_ratio);
  Decision& decision = comparison.decision.emplace();
  decision.effect = log_ratio;
  decision.interval = Interval{log_ratio - 1e-4, log_ratio + 1e-4};
  decision.verdict = Verdict::improvement;
  decision.pairs = units;
  decision.looks = 2;
  decision.stopped = Stopped::decided;
  it.run.comparisons = {comparison};
}

Measured failed(std::size_t which, FailureKind kind) {
  Measured it = measured(2e-3, 1e-3);
  it.run.variants[which].failure = Failure{kind, "killed by SIGSEGV", "no such file\n"};
  return it;
}

Measured of_commands() {
  Measured it = measured(2e-3, 1e-3);
  it.subject.kind = SubjectKind::command;
  for (Sample& sample : it.baseline().samples) sample.end = RunEnd{};
  it.variant().samples[3].end = RunEnd{.code = 3, .signal = 0};
  it.variant().samples[4].end = RunEnd{.code = 0, .signal = SIGSEGV};
  it.variant().left_behind = 4;
  return it;
}

Measured with_less_work() {
  Measured it = measured(2e-3, 1e-3);
  it.baseline().counts["instructions"] = Value{4e6, Provenance::simulated};
  it.variant().counts["instructions"] = Value{2e6, Provenance::simulated};
  for (VariantRun& run : it.run.variants) run.path = SimulatedPath{.samples = run.samples};
  it.variant().path->target = "AVX2";
  it.variant().path->timed_target = "AVX3";
  decide(it, 0.5);
  return it;
}

FunctionCost function(const std::string& name, double instructions) {
  FunctionCost cost;
  cost.name = name;
  cost.calls = 7;
  cost.instructions = instructions;
  return cost;
}

Measured with_functions() {
  Measured it = measured(2e-3, 1e-3);
  it.baseline().functions = {function("std::vector<int>::push_back(int&&)", 1e6 / 3),
                             function("main", 1000)};
  it.variant().functions = {function("main", 1100)};
  return it;
}

Measured with_a_broken_promise() {
  Measured it = measured(2e-3, 1e-3);
  it.baseline().counts["l1d_misses"] = Value{1000.0 / 3, Provenance::simulated};
  it.variant().counts["l1d_misses"] = Value{300, Provenance::simulated};
  it.subject.expectations = {{"columns", "l1d_misses", Trend::falls, 2, "each line is used whole"},
                             {"left out", "l1d_misses", Trend::rises, 2, "it is another"}};
  return it;
}

Measured with_a_claim(PayClaim::Says says, double ratio, Verdict verdict) {
  Measured it = measured(2e-3, 2e-3 * ratio);
  it.subject.claims = {{"columns", "cpu_time", says, "all fits L1"},
                       {"left out", "cpu_time", says, ""}};
  decide(it, ratio);
  it.run.comparisons[0].decision->verdict = verdict;
  return it;
}

Measured beside_others() {
  Measured it = measured(2e-3, 1e-3);
  it.run.crowding = Crowding{.threads = 3, .cpus = 2, .busy = 4.0 / 3};
  decide(it, 0.5);
  return it;
}

Measured on_an_unsteady_core() {
  Measured it = measured(2e-3, 1e-3);
  for (int unit = 0; unit < units / 2; ++unit) {
    it.baseline().samples[static_cast<std::size_t>(unit)].values["frequency"].number = 2e9;
  }
  return it;
}

// The report tells the speed that was measured; what the gauge told is known all the same.
Measured on_an_unsteady_core_with_cycles() {
  Measured it = on_an_unsteady_core();
  for (VariantRun& variant : it.run.variants) {
    for (Sample& sample : variant.samples) sample.values["cycles"] = Value{1e6};
  }
  return it;
}

Measured with_a_tiny_gain() {
  Measured it = measured(2e-3, 1.99e-3);
  decide(it, 0.995);
  return it;
}

Measured in_two_groups() {
  Measured it = measured(2e-3, 1e-3);
  decide(it, 0.5);
  std::vector<double>& effects = it.run.comparisons[0].effects;
  effects.resize(60, std::log(0.5));
  std::fill(effects.begin(), effects.begin() + 20, std::log(0.1));
  return it;
}

std::vector<Measured> all() {
  return {measured(2e-3, 1e-3),
          failed(0, FailureKind::crashed),
          failed(1, FailureKind::out_of_memory),
          failed(1, FailureKind::unavailable),
          of_commands(),
          with_less_work(),
          with_functions(),
          with_a_broken_promise(),
          with_a_claim(PayClaim::Says::no_gain, 0.5, Verdict::improvement),
          with_a_claim(PayClaim::Says::gains, 2, Verdict::regression),
          beside_others(),
          in_two_groups(),
          on_an_unsteady_core(),
          on_an_unsteady_core_with_cycles(),
          with_a_tiny_gain()};
}

SubjectReport fresh(const Measured& it) { return analyze::analyze(it.subject, it.run, Plan{}); }

TEST(JudgedAgain, EveryRuleFindsSomethingInARunOfThisTest) {
  std::set<std::string> found;
  for (const Measured& it : all()) {
    for (const Finding& finding : fresh(it).findings) found.insert(finding.rule);
  }
  EXPECT_THAT(found, testing::ElementsAre(
                         "bimodal_pairs", "changed_functions", "contradicted_signature",
                         "crowded_cpus", "failed_runs", "gain_where_none_was_claimed",
                         "left_processes_behind", "loss_at_the_default", "possible_layout_effect",
                         "simulated_code", "time_split", "unsteady_core", "variant_crashed",
                         "variant_out_of_memory", "variant_unavailable"));
}

TEST(JudgedAgain, AQuietRunHasNoFindings) {
  EXPECT_TRUE(fresh(measured(2e-3, 1e-3)).findings.empty());
}

TEST(JudgedAgain, ASavedReportHasTheFindingsOfTheFreshOne) {
  for (const Measured& it : all()) {
    Report saved = sample_comparison();
    saved.subjects = {fresh(it)};
    const std::vector<Finding> findings = std::exchange(saved.subjects[0].findings, {});
    const Result<Report> read = read_report(render_json(saved));
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_TRUE(*read == saved);
    EXPECT_TRUE(diagnose::judge(read->subjects[0]) == findings)
        << (findings.empty() ? "" : findings[0].text);
  }
}

TEST(JudgedAgain, FindingsThatAReportHoldsAreNoEvidence) {
  SubjectReport report = fresh(with_less_work());
  const std::vector<Finding> findings = report.findings;
  EXPECT_FALSE(findings.empty());
  EXPECT_TRUE(diagnose::judge(report) == findings);
}

// Whatever the reader lets through can be judged.
TEST(JudgedAgain, AReportFromElsewhereIsJudgedAsItStands) {
  SubjectReport report = fresh(with_a_broken_promise());
  report.expectations[0].metric = "prophecies";
  for (VariantReport& variant : report.variants) variant.metrics["prophecies"] = MetricSummary{};
  EXPECT_EQ(diagnose::judge(report).size(), 1U);
  report.variants.clear();
  EXPECT_TRUE(diagnose::judge(report).empty());
}

}  // namespace
}  // namespace hone::reports
