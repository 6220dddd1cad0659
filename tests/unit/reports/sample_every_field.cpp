#include "tests/unit/reports/sample_every_field.hpp"

#include <utility>

#include "analyzers/derive/metric_changes.hpp"
#include "tests/unit/reports/sample_counters.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {

namespace {

MetricSummary unitless(Unit unit) {
  MetricSummary summary;
  summary.unit = unit;
  summary.value = 0.1 + 0.2;
  return summary;
}

void fill(VariantReport& variant) {
  variant.hooks = {.setup = Launch{{"make"}, {{"A", "b=c"}, {"A", ""}}, "/tmp"},
                   .prepare = Launch{{"sync", ""}, {}, ""},
                   .conclude = Launch{{"true"}, {}, ""},
                   .cleanup = Launch{{"rm", "-r", "build"}, {}, ""}};
  variant.parameters = {{"jobs", std::int64_t{4}}, {"mode", std::string("a, b")}};
  variant.unsplit = "its cycles were not counted";
  variant.failure = Failure{FailureKind::out_of_memory, "an allocation failed", "bad_alloc\n"};
  variant.left_behind = 3;
  variant.simulated = SimulatedCounts{.target = "AVX2",
                                      .timed_target = "AVX3",
                                      .other_code = "made as it ran",
                                      .runs = 12,
                                      .start_up = StartUp{.in_main = 6'015, .outside = 125'476}};
  variant.unread_output = UnreadOutput{.to_null = 98'304, .to_pipe = 24'000'000};
  MetricSummary noted = unitless(Unit::quotient);
  noted.event = "skl::L1D:REPLACEMENT";
  noted.event_note = "lines brought in, prefetched ones included";
  noted.multiplexed = 0.5;
  variant.metrics["l1d_mpki"] = noted;
  variant.metrics["users_own"] = unitless(Unit::count);
  variant.metrics["users_share"] = unitless(Unit::ratio);
  variant.metrics["branches"] = Absent{"no counters were asked for", "counters"};
  Sample sample;
  sample.unit = 3;
  sample.values["users_own"] = Value{1.0 / 3, Provenance::estimated};
  sample.values["cpu_time"] = Value{5e-324, Provenance::measured};
  sample.end = RunEnd{.code = 255, .signal = 0};
  sample.cpu = 11;
  variant.samples.push_back(std::move(sample));
}

Comparison by_difference(const Comparison& of) {
  Comparison comparison;
  comparison.baseline = of.baseline;
  comparison.variant = of.variant;
  comparison.metric = "drift";
  comparison.better = Better::higher;
  comparison.ratio.reset();
  comparison.verdict = Verdict::inconclusive;
  comparison.pairs = 3;
  comparison.looks = 1;
  comparison.margin = 0.01;
  comparison.alpha = 0.05;
  comparison.difference = Difference{.estimate = -0.1,
                                     .interval = Interval{-1.0 / 3, 0.125},
                                     .margin = 0.002,
                                     .resolution = 0.2,
                                     .pairs = {-0.1, 0, 1e30},
                                     .other = OtherDifference{.estimate = -2,
                                                              .interval = Interval{-3, -1},
                                                              .verdict = Verdict::regression,
                                                              .declared = Verdict::equivalent}};
  comparison.prospect =
      Prospect{DetectableDifference{.difference = 0.4, .power = 0.8}, Absent{"it lies at an edge"}};
  return comparison;
}

}  // namespace

Report sample_with_every_field() {
  Report report = sample_with_simulation();
  report.plan.pay_off = true;
  report.plan.input = InputSummary{.name = "stdin", .is_kept = true, .bytes = 588'895};
  report.environment.simulated = SimulatedProcessor{.valgrind = "3.19.0",
                                                    .glibc = "2.36",
                                                    .features = {"avx", "avx2"},
                                                    .lacks = {"avx512f"},
                                                    .tunables = "glibc.cpu.hwcaps=-AVX512F",
                                                    .other_functions = {"libc.so.6 strstr"}};
  report.plan.metrics = {"cpu_time"};
  report.plan.until_decided = true;
  report.plan.estimand = Estimand::mean;
  report.plan.runs = 12;
  SubjectReport& subject = report.subjects[0];
  subject.summary = "columns in place of rows";
  subject.parameters = {
      {"records", std::int64_t{-1}}, {"share", 0.1}, {"whole", 1.0}, {"layout", std::string()}};
  subject.scan_points = 7;
  subject.expectations = {{"rows", "l1d_misses", Trend::rises, 1.5, "it touches every line"},
                          {"left out", "branches", Trend::unchanged, 0.1 + 0.2, ""}};
  subject.footprint = Footprint{
      .bytes = 1e10 / 3, .place = Footprint::Place::memory, .level = 4, .cache_bytes = 0.1 + 0.2};
  subject.chosen = "records=7 for 2 x L4";
  subject.claims = {{"rows", "cpu_time", PayClaim::Says::no_gain, "few of them"},
                    {"left out", "wall_time", PayClaim::Says::gains, ""}};
  subject.crowding = Crowding{.threads = 3, .cpus = 2, .busy = 0.1 + 0.2};
  subject.placement = Placement{
      .is_one_cpu = true, .cpus = {0, 2, 11}, .other_kind = {12}, .reason = "not so at first"};
  subject.core_speed = SpeedRange{.slow = 2.1e9, .fast = 1e10 / 3};
  for (VariantReport& variant : subject.variants) fill(variant);
  Comparison& comparison = subject.comparisons[0];
  comparison.counts = CountPair{.baseline = 0, .variant = 3};
  comparison.ratio.reset();
  comparison.scan = ScanReading{-0.7, Interval{-0.8, -0.6}, 0.05 / 7};
  derive::judge_changes(subject);
  comparison.gain = Gain{2.5, Interval{2, 3}};
  comparison.estimand = Estimand::mean;
  comparison.prospect = Prospect{Detectable{.ratio = 1 + 0.1 / 3, .power = 0.8},
                                 ToDecide{.verdict = Verdict::improvement,
                                          .power = 0.7,
                                          .pairs = 9'007'199'254'740'991,
                                          .seconds = 1e10 / 3,
                                          .is_feasible = false}};
  comparison.other = OtherFigure{.ratio = 1.25,
                                 .interval = Interval{1, 1.5},
                                 .verdict = Verdict::regression,
                                 .declared = Verdict::equivalent};
  subject.metrics.push_back({"drift", Better::higher, Scale::difference});
  subject.comparisons.push_back(by_difference(comparison));
  for (Crossover& crossover : report.crossovers) {
    crossover.is_exact = true;
    for (ScanPoint& point : crossover.answer.points) point.counted = Verdict::regression;
  }
  Report heap = sample_report();
  subject.variants[0].heap = heap.subjects[1].variants[0].heap;
  subject.variants[0].heap->incomplete = "the trace was cut";
  subject.variants[1].heap_changes = heap.subjects[1].variants[1].heap_changes;
  return report;
}

}  // namespace hone::reports
