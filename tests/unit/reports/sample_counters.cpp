#include "tests/unit/reports/sample_counters.hpp"

#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "analyzers/derive/metric_changes.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {

namespace {

constexpr double records = 100000;

// What one variant's counters read, per record.
struct Counts {
  double instructions;
  double cycles;
  double l1d_misses;
  double branch_misses;
};

constexpr Counts counts_of_rows{12.5, 9.2, 1, 0.04};
constexpr Counts counts_of_columns{7.5, 3.1, 0.25, 0.04};
constexpr double hertz = 3.2e9;

MetricSummary sampled(Unit unit, double value, double half_width) {
  MetricSummary summary;
  summary.unit = unit;
  summary.value = value;
  summary.interval = Interval{value * (1 - half_width), value * (1 + half_width)};
  summary.spread = value * half_width / 2;
  summary.samples = 28;
  return summary;
}

MetricSummary simulated(Unit unit, double value) {
  MetricSummary summary;
  summary.unit = unit;
  summary.provenance = Provenance::simulated;
  summary.value = value;
  return summary;
}

VariantReport variant(const std::string& name, const Counts& counts) {
  VariantReport report;
  report.name = name;
  report.launch.argv = {"/usr/bin/hone", "worker", name};
  report.checksum = 0xfeedfacecafebeef;
  const double seconds = records * counts.cycles / hertz;
  report.metrics["cpu_time"] = sampled(Unit::seconds, seconds, 0.004);
  report.metrics["wall_time"] = sampled(Unit::seconds, seconds * 1.01, 0.006);
  report.metrics["page_faults"] = sampled(Unit::count, 0, 0);
  report.metrics["peak_rss"] = sampled(Unit::bytes, 13.5 * 1024 * 1024, 0.01);
  for (const std::string_view id : {"allocations", "allocated_bytes"}) {
    MetricSummary none;
    none.provenance = Provenance::counted;
    none.unit = known_metric(id).unit;
    report.metrics[std::string(id)] = none;
  }
  return report;
}

void add_pmu(VariantReport& report, const Counts& counts) {
  const auto add = [&](const std::string& id, double value, const std::string& event) {
    MetricSummary summary = sampled(known_metric(id).unit, value, 0.003);
    summary.event = event;
    report.metrics[id] = summary;
  };
  add("instructions", records * counts.instructions, "skl::INST_RETIRED:ANY_P:e=0:i=0:c=0:u=1:k=1");
  add("cycles", records * counts.cycles, "skl::CPU_CLK_UNHALTED:THREAD_P:e=0:i=0:c=0:u=1:k=1");
  add("l1d_misses", records * counts.l1d_misses, "skl::L1D:REPLACEMENT:e=0:i=0:c=0:u=1:k=1");
  add("branch_misses", records * counts.branch_misses, "skl::BR_MISP_RETIRED:ALL_BRANCHES:u=1:k=1");
  add("ipc", counts.instructions / counts.cycles, "");
  add("cpi", counts.cycles / counts.instructions, "");
  add("frequency", hertz, "");
  add("l1d_mpki", 1000 * counts.l1d_misses / counts.instructions, "");
  add("topdown_retiring", counts.instructions / counts.cycles / 4, "");
  add("topdown_backend_bound", 1 - counts.instructions / counts.cycles / 4, "");
}

void add_simulation(VariantReport& report, const Counts& counts) {
  report.metrics["instructions"] = simulated(Unit::count, records * counts.instructions);
  report.metrics["l1d_misses"] = simulated(Unit::count, records * counts.l1d_misses);
  report.metrics["l1d_miss_rate"] = simulated(Unit::ratio, counts.l1d_misses / 4);
  report.metrics["l1d_mpki"] =
      simulated(Unit::quotient, 1000 * counts.l1d_misses / counts.instructions);
  const auto estimate = [&](const std::string& id, double value) {
    MetricSummary summary = sampled(known_metric(id).unit, value, 0.02);
    summary.provenance = Provenance::estimated;
    report.metrics[id] = summary;
  };
  estimate("cycles", records * counts.cycles);
  estimate("ipc", counts.instructions / counts.cycles);
  estimate("cpi", counts.cycles / counts.instructions);
  estimate("frequency", hertz);
  report.metrics["topdown_retiring"] = Absent{"this virtual machine shows no PMU"};
}

LogShare share(double log_ratio, double half_width) {
  return {log_ratio, Interval{log_ratio - half_width, log_ratio + half_width}};
}

TimeSplit split(Provenance provenance) {
  TimeSplit split;
  split.baseline = "rows";
  split.variant = "columns";
  split.provenance = provenance;
  const double instructions =
      std::log(counts_of_columns.instructions / counts_of_rows.instructions);
  const double cycles = std::log(counts_of_columns.cycles / counts_of_rows.cycles);
  split.instructions = share(instructions, provenance == Provenance::measured ? 0.001 : 0);
  split.cpi = share(cycles - instructions, 0.006);
  split.clock = share(0, 0.004);
  split.time = share(cycles, 0.005);
  return split;
}

Report explained(Provenance provenance) {
  Report report = sample_report();
  report.interrupted = false;
  report.environment = quiet_environment();
  SubjectReport subject;
  subject.family = "cache";
  subject.id = "cache/columns";
  subject.technique = "structure of arrays";
  subject.work = {"scan every record", "record", records};
  subject.metrics = {{"cpu_time", Better::lower}};
  subject.iterations_per_block = 12;
  subject.variants = {variant("rows", counts_of_rows), variant("columns", counts_of_columns)};
  subject.variants[0].is_baseline = true;
  Comparison comparison = report.subjects[0].comparisons[0];
  comparison.baseline = "rows";
  comparison.variant = "columns";
  comparison.ratio = counts_of_columns.cycles / counts_of_rows.cycles;
  comparison.interval = Interval{*comparison.ratio * 0.995, *comparison.ratio * 1.005};
  subject.comparisons = {comparison};
  subject.splits = {split(provenance)};
  report.subjects = {std::move(subject)};
  return report;
}

// Names from symbol tables are as hostile as any.
void add_functions(SubjectReport& subject) {
  subject.variants[0].functions = {{"sum_rows(Record const*)", "a.out", 1, 1.2e6, 9e4, 3, 4e3},
                                   {"~Record()", "", 100, 5e4, 1e4, 0, 0}};
  subject.variants[1].functions = {{"sum_columns(float\x1b[2J)", "a.out", 1, 7e5, 2.5e4, 3, 4e3},
                                   {"~Record()", "", 100, 5e4, 0, 0, 0}};
  subject.variants[1].function_changes = {
      {"sum_rows(Record const*)", FunctionChange::Kind::vanished, -1.2e6, -1},
      {"sum_columns(float\x1b[2J)", FunctionChange::Kind::added, 7e5, 1},
      {"void std::__detail::a_name_that_is_longer_than<any, terminal>::is_wide(int, int, int)",
       FunctionChange::Kind::changed, -250, 0}};
  for (FunctionChange& change : subject.variants[1].function_changes) {
    change.short_name = change.name.substr(0, 60);
  }
  subject.variants[1].instruction_change = InstructionChange{1.25e6, 7.5e5};
}

}  // namespace

Report sample_with_pmu() {
  Report report = explained(Provenance::measured);
  add_pmu(report.subjects[0].variants[0], counts_of_rows);
  add_pmu(report.subjects[0].variants[1], counts_of_columns);
  derive::judge_changes(report.subjects[0]);
  return report;
}

Report sample_with_multiplexed_pmu() {
  Report report = sample_with_pmu();
  for (VariantReport& variant : report.subjects[0].variants) {
    for (const char* id : {"l1d_misses", "l1d_mpki", "branch_misses"}) {
      std::get<MetricSummary>(variant.metrics.at(id)).multiplexed =
          variant.is_baseline ? 0.48 : 0.52;
    }
  }
  return report;
}

Report sample_with_simulation() {
  Report report = explained(Provenance::estimated);
  add_simulation(report.subjects[0].variants[0], counts_of_rows);
  add_simulation(report.subjects[0].variants[1], counts_of_columns);
  add_functions(report.subjects[0]);
  derive::judge_changes(report.subjects[0]);
  return report;
}

}  // namespace hone::reports
