#include "analyzers/analyze/analyze.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace hone::analyze {
namespace {

Subject subject() {
  Subject subject;
  subject.id = "cache/soa";
  subject.variants.resize(2);
  subject.variants[0].name = "rows";
  subject.variants[1].name = "columns";
  subject.metrics = {{"cpu_time", Better::lower}};
  return subject;
}

VariantRun timed(double seconds) {
  VariantRun run;
  for (int unit = 0; unit < 9; ++unit) {
    Sample sample;
    sample.unit = unit;
    sample.values["cpu_time"] = Value{seconds};
    sample.values["frequency"] = Value{2e9, Provenance::estimated};
    run.samples.push_back(std::move(sample));
  }
  return run;
}

SubjectRun run_of(VariantRun baseline, VariantRun variant) {
  SubjectRun run;
  run.variants = {std::move(baseline), std::move(variant)};
  return run;
}

VariantRun simulated(double seconds, double instructions) {
  VariantRun run = timed(seconds);
  run.path = SimulatedPath{.samples = run.samples, .issue_width = 8};
  run.counts["instructions"] = Value{instructions, Provenance::simulated};
  run.counts["l1d_misses"] = Value{instructions / 100, Provenance::simulated};
  return run;
}

VariantRun counted(double seconds, double instructions) {
  VariantRun run = timed(seconds);
  for (Sample& sample : run.samples) {
    sample.values["instructions"] = Value{instructions};
    sample.values["cycles"] = Value{seconds * 2e9};
  }
  run.counters["instructions"] = {"skl::INST_RETIRED:ANY_P:u=1:k=1", 0.75};
  run.counters["cycles"] = {"skl::CPU_CLK_UNHALTED:u=1:k=1", 1, "halted ones, too"};
  return run;
}

MetricSummary summary(const VariantReport& variant, const std::string& metric) {
  return std::get<MetricSummary>(variant.metrics.at(metric));
}

std::string reason(const VariantReport& variant, const std::string& metric) {
  return std::get<Absent>(variant.metrics.at(metric)).reason;
}

TEST(Analyze, WithoutAPmuIpcIsEstimatedFromTheSimulation) {
  const SubjectReport report =
      analyze(subject(), run_of(simulated(1e-3, 4e6), simulated(1e-3, 2e6)), Plan{});
  EXPECT_DOUBLE_EQ(summary(report.variants[0], "ipc").value, 2);
  EXPECT_DOUBLE_EQ(summary(report.variants[1], "ipc").value, 1);
  EXPECT_EQ(summary(report.variants[1], "ipc").provenance, Provenance::estimated);
  EXPECT_DOUBLE_EQ(summary(report.variants[0], "l1d_mpki").value, 10);
  EXPECT_EQ(summary(report.variants[0], "l1d_mpki").provenance, Provenance::simulated);
  ASSERT_EQ(report.splits.size(), 1U);
  EXPECT_EQ(report.splits[0].variant, "columns");
  EXPECT_NEAR(report.splits[0].instructions.log_ratio, std::log(0.5), 1e-12);
}

TEST(Analyze, ADifferenceIsInItsUnitAndNowhereARatio) {
  Subject compared = subject();
  compared.metrics = {{"drift", Better::lower, Scale::difference}};
  SubjectRun run = run_of(timed(1e-3), timed(1e-3));
  Decision decision;
  decision.effect = -2;
  decision.interval = Interval{-3, 1};
  decision.edge = 0.5;
  decision.other = OtherEstimate{{4, Interval{3, 5}}, Verdict::regression, Verdict::equivalent};
  run.comparisons = {{.variant = 1, .metric = 0, .effects = {-3, 1}, .decision = decision}};
  const SubjectReport report = analyze(compared, run, Plan{});
  ASSERT_EQ(report.comparisons.size(), 1U);
  const Comparison& comparison = report.comparisons[0];
  EXPECT_FALSE(comparison.ratio || comparison.interval || comparison.gain || comparison.other ||
               comparison.resolution);
  EXPECT_TRUE(comparison.log_ratios.empty());
  EXPECT_EQ(comparison.difference,
            (Difference{.estimate = -2,
                        .interval = Interval{-3, 1},
                        .margin = 0.5,
                        .resolution = 2,
                        .pairs = {-3, 1},
                        .other = OtherDifference{.estimate = 4,
                                                 .interval = Interval{3, 5},
                                                 .verdict = Verdict::regression,
                                                 .declared = Verdict::equivalent}}));
}

// A firm regression of times, at a point of a scan, and one of counts.
SubjectRun run_beside_others(double busy) {
  SubjectRun run = run_of(timed(1e-3), timed(2e-3));
  run.crowding = Crowding{2, 2, busy};
  ComparisonRun times;
  times.variant = 1;
  times.effects = {0.7, 0.7};
  times.decision = Decision{};
  times.decision->effect = 0.7;
  times.decision->verdict = Verdict::regression;
  times.scan = ScanReading{};
  ComparisonRun counts = times;
  counts.counts = CountPair{1, 2};
  counts.scan.reset();
  run.comparisons = {times, counts};
  return run;
}

TEST(Analyze, VerdictsOnTimesAreHeldBackWhereOthersKeptTheCpusBusy) {
  const SubjectReport report = analyze(subject(), run_beside_others(1.1), Plan{});
  EXPECT_EQ(report.comparisons[0].verdict, Verdict::inconclusive);
  EXPECT_FALSE(report.comparisons[0].scan.has_value());
  EXPECT_EQ(report.comparisons[1].verdict, Verdict::regression) << "counts do not depend on others";
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].rule, "crowded_cpus");
}

TEST(Analyze, VerdictsOnTimesStandWhereOthersKeptNoMoreThanHalfOfTheCpusBusy) {
  const SubjectReport report = analyze(subject(), run_beside_others(1), Plan{});
  EXPECT_EQ(report.comparisons[0].verdict, Verdict::regression);
  EXPECT_TRUE(report.comparisons[0].scan.has_value());
  EXPECT_TRUE(report.findings.empty());
}

TEST(Analyze, TellsWhichCodeTheSimulatedCountsAreOf) {
  VariantRun dispatched = simulated(1e-3, 4e6);
  dispatched.path->target = "AVX2";
  dispatched.path->timed_target = "AVX3";
  const SubjectReport report = analyze(subject(), run_of(simulated(1e-3, 4e6), dispatched), Plan{});
  const SimulatedCounts& counts = report.variants[1].simulated.value();
  EXPECT_EQ(counts.target, "AVX2");
  EXPECT_EQ(counts.timed_target, "AVX3");
  EXPECT_EQ(counts.runs, 9);
}

TEST(Analyze, MeasuredBeatsSimulatedAndEstimated) {
  VariantRun both = counted(1e-3, 1e6);
  both.counts["instructions"] = Value{4e6, Provenance::simulated};
  const SubjectReport report = analyze(subject(), run_of(both, both), Plan{});
  const VariantReport& variant = report.variants[0];
  EXPECT_EQ(summary(variant, "instructions").value, 1e6);
  EXPECT_EQ(summary(variant, "ipc").value, 0.5);
  EXPECT_EQ(summary(variant, "ipc").provenance, Provenance::measured);
  EXPECT_EQ(summary(variant, "ipc").multiplexed, 0.75);
  EXPECT_EQ(summary(variant, "instructions").event, "skl::INST_RETIRED:ANY_P:u=1:k=1");
  EXPECT_FALSE(summary(variant, "cycles").multiplexed);
  EXPECT_EQ(summary(variant, "cycles").event_note, "halted ones, too");
  EXPECT_EQ(summary(variant, "frequency").provenance, Provenance::measured);
  EXPECT_EQ(report.splits.at(0).provenance, Provenance::measured);
}

TEST(Analyze, AVerdictOnExactCountsIsShownBesideThem) {
  Subject of_instructions = subject();
  of_instructions.metrics.push_back({"instructions", Better::lower});
  VariantRun both = counted(1e-3, 1e6);
  both.counts["instructions"] = Value{4e6, Provenance::simulated};
  const SubjectReport report = analyze(of_instructions, run_of(both, both), Plan{});
  EXPECT_EQ(summary(report.variants[0], "instructions").value, 4e6);
  EXPECT_EQ(summary(report.variants[0], "instructions").provenance, Provenance::simulated);
}

TEST(Analyze, NoIpcHasTheReasonThatThereAreNoInstructions) {
  VariantRun not_requested = timed(1e-3);
  not_requested.counts["instructions"] = Absent{"not asked for (--collect cache)", "cache"};
  VariantRun no_cycles = timed(1e-3);
  no_cycles.counts["cycles"] = Absent{"this virtual machine shows no PMU"};
  const SubjectReport report = analyze(subject(), run_of(not_requested, no_cycles), Plan{});
  EXPECT_EQ(reason(report.variants[0], "ipc"), "not asked for (--collect cache)");
  EXPECT_EQ(std::get<Absent>(report.variants[0].metrics.at("ipc")).not_requested, "cache");
  EXPECT_EQ(reason(report.variants[1], "ipc"),
            "needs the instructions of a simulation (--collect cache)");
  EXPECT_TRUE(report.splits.empty());
}

TEST(Analyze, WhatWasNeverStartedHasTheReason) {
  VariantRun failed;
  failed.failure = Failure{FailureKind::crashed, "killed by SIGSEGV", ""};
  const SubjectReport no_baseline = analyze(subject(), run_of(failed, {}), Plan{});
  EXPECT_EQ(reason(no_baseline.variants[0], "cpu_time"), "killed by SIGSEGV");
  EXPECT_EQ(reason(no_baseline.variants[1], "cpu_time"), "not measured, since the baseline failed");
  failed.failure->kind = FailureKind::unavailable;
  const SubjectReport unavailable = analyze(subject(), run_of(failed, {}), Plan{});
  EXPECT_EQ(reason(unavailable.variants[1], "cpu_time"),
            "not measured, since the baseline cannot run here");
  const SubjectReport no_variant = analyze(subject(), run_of({}, failed), Plan{});
  EXPECT_EQ(reason(no_variant.variants[0], "cpu_time"),
            "not measured, since there is no variant to compare it with");
  const SubjectReport neither = analyze(subject(), run_of({}, {}), Plan{});
  EXPECT_EQ(reason(neither.variants[1], "cpu_time"), "interrupted before it was measured");
}

TEST(Analyze, ATimeThatCannotBeExplainedHasTheReason) {
  VariantRun in_kernel = simulated(0.1, 4e6);
  for (Sample& sample : in_kernel.samples) {
    sample.values["user_time"] = Value{0.02};
    sample.values["system_time"] = Value{0.08};
  }
  in_kernel.path->samples = in_kernel.samples;
  const SubjectRun run = run_of(simulated(0.1, 4e6), in_kernel);
  EXPECT_NE(analyze(subject(), run, Plan{}).variants[1].unsplit, "");
  Subject of_memory = subject();
  of_memory.metrics = {{"peak_rss", Better::lower}};
  EXPECT_EQ(analyze(of_memory, run, Plan{}).variants[1].unsplit, "");
}

TEST(Analyze, WhoAskedForNoCountersHearsNothingOfThem) {
  const SubjectReport report = analyze(subject(), run_of(timed(1e-3), timed(1e-3)), Plan{});
  EXPECT_FALSE(report.variants[0].metrics.contains("ipc"));
}

TEST(Analyze, FunctionsAreKeptUpToALimitAndTheirChangesToldOfTheVariant) {
  VariantRun baseline = simulated(1e-3, 4e6);
  VariantRun variant = simulated(1e-3, 2e6);
  for (int i = 0; i < 60; ++i) {
    FunctionCost function;
    function.name = "f" + std::to_string(i);
    function.instructions = 1000 - i;
    baseline.functions.push_back(function);
    function.instructions -= i == 3 ? 500 : 0;
    function.instructions -= i == 55 ? 100 : 0;
    variant.functions.push_back(function);
  }
  const SubjectReport report = analyze(subject(), run_of(baseline, variant), Plan{});
  ASSERT_EQ(report.variants[1].functions.size(), 51U);
  EXPECT_EQ(report.variants[1].functions.back().name, "(the rest: 10 functions)");
  EXPECT_TRUE(report.variants[0].function_changes.empty());
  ASSERT_EQ(report.variants[1].function_changes.size(), 2U);
  EXPECT_EQ(report.variants[1].function_changes[0].name, "f3");
  ASSERT_TRUE(report.variants[1].instruction_change);
  EXPECT_EQ(report.variants[1].instruction_change->difference(), -600);
  EXPECT_TRUE(report.variants[1].instruction_change->is_notable);
  EXPECT_EQ(report.findings.at(0).rule, "changed_functions");
}

}  // namespace
}  // namespace hone::analyze
