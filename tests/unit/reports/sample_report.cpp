#include "tests/unit/reports/sample_report.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/derive/metric_changes.hpp"

namespace hone::reports {

namespace {

MetricSummary measured(Unit unit, double value) {
  MetricSummary summary;
  summary.unit = unit;
  summary.value = value;
  summary.interval = Interval{value * 0.98, value * 1.03};
  summary.spread = value * 0.01;
  summary.samples = 9;
  return summary;
}

MetricSummary counted(Unit unit, double value) {
  MetricSummary summary;
  summary.unit = unit;
  summary.provenance = Provenance::counted;
  summary.value = value;
  return summary;
}

const std::string no_pmu =
    "this machine offers no hardware counters (perf_event_open: ENOENT, no cpu PMU)";

VariantReport variant(const std::string& name, double cpu_seconds) {
  VariantReport report;
  report.name = name;
  report.summary = "the " + name + " way";
  report.launch.argv = {"/usr/bin/hone", "worker", name};
  report.checksum = 0xfeedfacecafebeef;
  report.metrics["cpu_time"] = measured(Unit::seconds, cpu_seconds);
  report.metrics["wall_time"] = measured(Unit::seconds, cpu_seconds * 1.04);
  report.metrics["peak_rss"] = measured(Unit::bytes, 6.5 * 1024 * 1024);
  report.metrics["page_faults"] = measured(Unit::count, 1534);
  report.metrics["instructions"] = Absent{no_pmu};
  report.metrics["l1d_misses"] = Absent{no_pmu};
  for (int unit = 0; unit < 2; ++unit) {
    Sample sample;
    sample.unit = unit;
    sample.order = (unit + static_cast<int>(name.size())) % 2;
    sample.values["cpu_time"] = Value{cpu_seconds * (1 + 0.01 * unit)};
    sample.values["wall_time"] = Value{cpu_seconds * (1.04 + 0.01 * unit)};
    report.samples.push_back(std::move(sample));
  }
  return report;
}

void add_allocations(VariantReport& variant, double count, double bytes, double temporaries,
                     double peak) {
  variant.metrics["allocations"] = counted(Unit::count, count);
  variant.metrics["allocated_bytes"] = counted(Unit::bytes, bytes);
  variant.metrics["temporary_allocations"] = counted(Unit::count, temporaries);
  variant.metrics["peak_heap"] = counted(Unit::bytes, peak);
}

Comparison comparison(const std::string& baseline, const std::string& variant, double ratio,
                      std::optional<Interval> interval, Verdict verdict, int pairs) {
  Comparison result;
  result.baseline = baseline;
  result.variant = variant;
  result.metric = "cpu_time";
  result.ratio = ratio;
  result.interval = interval;
  result.verdict = verdict;
  result.pairs = pairs;
  result.looks = 1;
  result.stopped = Stopped::decided;
  result.margin = 0.01;
  result.alpha = 0.05;
  if (interval) result.resolution = (interval->hi - interval->lo) / 2;
  for (int pair = 0; pair < pairs; ++pair) {
    result.log_ratios.push_back(std::log(ratio) + 0.001 * (pair % 3 - 1));
  }
  return result;
}

SubjectReport workload(const std::string& family, const std::string& name) {
  SubjectReport subject;
  subject.family = family;
  subject.id = family + "/" + name;
  subject.work = {"build a list of nodes and drop it", "node", 100000};
  subject.metrics = {{"cpu_time", Better::lower}};
  subject.iterations_per_block = 12;
  return subject;
}

// The nodes that one variant makes and the other does not, and the blocks that it makes instead.
void add_heap(VariantReport& baseline, VariantReport& variant, std::uint64_t nodes) {
  const HeapPlace node{"(anonymous namespace)::new_node(unsigned long)", "memory/arena.cpp", 41};
  const HeapPlace block{"app::Arena<64>::grow(unsigned long)", "", 0};
  const HeapPlace build{"(anonymous namespace)::build_list<Nodes>(Nodes&)", "memory/arena.cpp", 80};
  const HeapCosts nodes_cost{.allocations = 4 * nodes,
                             .temporary = 48,
                             .bytes = 256 * nodes,
                             .peak_bytes = 64 * nodes,
                             .leaked_allocations = 0,
                             .leaked_bytes = 0};
  const HeapCosts blocks_cost{.allocations = 56,
                              .temporary = 0,
                              .bytes = 384 * nodes,
                              .peak_bytes = 96 * nodes,
                              .leaked_allocations = 2,
                              .leaked_bytes = 1024};
  baseline.heap = HeapSummary{nodes_cost, 4, "", {{node, build, nodes_cost}}};
  variant.heap = HeapSummary{blocks_cost, 4, "", {{block, build, blocks_cost}}};
  HeapDifference changes;
  changes.sites = {{node.function, nodes_cost, std::nullopt, node, build},
                   {block.function, std::nullopt, blocks_cost, block, build}};
  changes.callers = {{build.function, nodes_cost, blocks_cost}};
  variant.heap_changes = changes;
  baseline.metrics["leaked_bytes"] = counted(Unit::bytes, 0);
  variant.metrics["leaked_bytes"] = counted(Unit::bytes, 1024);
}

// Improvements, one of them large; swept over `nodes`.
SubjectReport arena(std::int64_t nodes) {
  SubjectReport subject = workload("memory", "arena");
  subject.technique = "arena allocation";
  subject.summary = "one bump of a pointer in place of one malloc for each node";
  subject.parameters = {{"nodes", nodes}, {"node_bytes", std::int64_t{64}}};
  subject.work.operations = static_cast<double>(nodes);
  subject.footprint =
      Footprint{.bytes = 64 * static_cast<double>(nodes),
                .place = Footprint::Place::cache,
                .level = nodes > 1000 ? 3 : 2,
                .cache_bytes = nodes > 1000 ? 105.0 * 1024 * 1024 : 2.0 * 1024 * 1024};
  const double base = 42e-9 * static_cast<double>(nodes);
  VariantReport new_delete = variant("new_delete", base);
  new_delete.is_baseline = true;
  add_allocations(new_delete, static_cast<double>(nodes), static_cast<double>(nodes) * 64, 12,
                  static_cast<double>(nodes) * 80);
  VariantReport monotonic = variant("monotonic", base / 2.31);
  add_allocations(monotonic, 14, static_cast<double>(nodes) * 96, 0,
                  static_cast<double>(nodes) * 96);
  VariantReport reset = variant("bump_reset", base / 12.4);
  add_allocations(reset, 0, 0, 0, 0);
  if (nodes > 1000) add_heap(new_delete, monotonic, static_cast<std::uint64_t>(nodes));
  subject.variants = {new_delete, monotonic, reset};
  subject.comparisons = {comparison("new_delete", "monotonic", 1 / 2.31,
                                    Interval{1 / 2.38, 1 / 2.25}, Verdict::improvement, 6),
                         comparison("new_delete", "bump_reset", 1 / 12.4,
                                    Interval{1 / 12.8, 1 / 12.1}, Verdict::improvement, 6)};
  subject.findings = {{"allocations_explain",
                       "The time went with the allocations: there are 7,000 times fewer of them.",
                       {"allocations 100,000 -> 14", "42.0 ns -> 18.2 ns a node"},
                       Confidence::likely,
                       "arena",
                       false}};
  return subject;
}

// A regression of a few percent and an equivalence.
SubjectReport false_sharing() {
  SubjectReport subject = workload("cache", "false_sharing");
  subject.technique = "padding to a cache line";
  subject.parameters = {{"threads", std::int64_t{1}}, {"placement", std::string{"same_core"}}};
  subject.work = {"add to each thread's counter", "", 1};
  VariantReport adjacent = variant("adjacent", 251e-6);
  adjacent.is_baseline = true;
  subject.variants = {adjacent, variant("padded_64", 261.5e-6), variant("padded_128", 251.9e-6)};
  subject.comparisons = {
      comparison("adjacent", "padded_64", 1.042, Interval{1.031, 1.053}, Verdict::regression, 13),
      comparison("adjacent", "padded_128", 1.0036, Interval{0.9989, 1.0081}, Verdict::equivalent,
                 28)};
  subject.comparisons[1].looks = 5;
  return subject;
}

// Inconclusive twice: bounded, and with too few pairs to bound it.
SubjectReport branches() {
  SubjectReport subject = workload("algorithm", "branches");
  subject.technique = "branchless selection";
  VariantReport branchy = variant("branchy", 3.02e-3);
  branchy.is_baseline = true;
  subject.variants = {branchy, variant("branchless", 3.04e-3), variant("sorted", 1.2e-3)};
  // One variant's counts come from a model, the other's from nowhere.
  MetricSummary simulated = counted(Unit::ratio, 0.0214);
  simulated.provenance = Provenance::simulated;
  MetricSummary estimated = counted(Unit::ratio, 0.0198);
  estimated.provenance = Provenance::estimated;
  subject.variants[0].metrics["branch_miss_rate"] = simulated;
  subject.variants[1].metrics["branch_miss_rate"] = estimated;
  subject.variants[2].metrics["branch_miss_rate"] = Absent{"callgrind ended with signal 9"};
  subject.comparisons = {
      comparison("branchy", "branchless", 1.0064, Interval{0.992, 1.021}, Verdict::inconclusive,
                 42),
      comparison("branchy", "sorted", 0.4, std::nullopt, Verdict::inconclusive, 3)};
  subject.comparisons[0].looks = 6;
  subject.comparisons[0].stopped = Stopped::budget;
  subject.comparisons[0].prospect =
      Prospect{Detectable{.ratio = 1.0312},
               ToDecide{.verdict = Verdict::equivalent, .pairs = 1234, .seconds = 293.8}};
  const Absent few{"3 pairs can never decide at alpha 0.05; 6 can"};
  subject.comparisons[1].prospect = Prospect{few, few};
  subject.comparisons[1].looks = 0;
  subject.comparisons[1].stopped = Stopped::interrupted;
  return subject;
}

// One variant crashed; the others stand.
SubjectReport bounded_queue() {
  SubjectReport subject = workload("concurrency", "bounded_queue");
  subject.technique = "lock-free ring";
  VariantReport mutex = variant("mutex_deque", 8.1e-3);
  mutex.is_baseline = true;
  VariantReport ring = variant("vyukov_ring", 9.8e-3);
  VariantReport crashed = variant("boost_lockfree_mpmc", 1);
  crashed.checksum.reset();
  crashed.samples.clear();
  for (auto& [id, reading] : crashed.metrics) {
    reading = Absent{"the worker crashed: signal 11 (SIGSEGV)"};
  }
  subject.variants = {mutex, ring, crashed};
  subject.comparisons = {
      comparison("mutex_deque", "vyukov_ring", 1.21, Interval{1.1, 1.34}, Verdict::regression, 9)};
  subject.metrics = {{"wall_time", Better::lower}};
  subject.comparisons[0].metric = "wall_time";
  subject.findings = {{"worker_crashed",
                       "boost_lockfree_mpmc crashed: signal 11 (SIGSEGV)",
                       {"stderr: assertion failed\nin pop(), head 12"},
                       Confidence::certain,
                       "",
                       true}};
  return subject;
}

MetricSummary with_quantiles(MetricSummary summary, double value) {
  summary.value = value;
  summary.quantiles = {{0, value * 0.97, std::nullopt},
                       {0.5, value, Interval{value * 0.99, value * 1.01}},
                       {0.9, value * 1.05, Interval{value * 1.02, value * 1.2}},
                       {0.99, value * 1.2, std::nullopt}};
  return summary;
}

// 28 runs around `seconds`, one of them ten times as long; every third fails.
std::vector<Sample> command_samples(double seconds, double rate, RunEnd failure) {
  constexpr int units = 28;
  std::vector<Sample> samples;
  for (int unit = 0; unit < units; ++unit) {
    const double away = 0.03 * std::sin(2.4 * unit) * std::cos(0.7 * unit);
    Sample sample;
    sample.unit = unit;
    sample.order = unit % 2;
    sample.values["wall_time"] = Value{unit == 17 ? seconds * 10 : seconds * (1 + away)};
    sample.values["items_per_second"] = Value{rate * (1 - away)};
    sample.end = unit % 3 == 0 ? failure : RunEnd{};
    samples.push_back(std::move(sample));
  }
  return samples;
}

VariantReport command(const std::string& name, double seconds, double rate, RunEnd failure) {
  VariantReport report;
  report.name = name;
  report.launch.argv = {"./decode", "--input", "a file.bin"};
  report.hooks.prepare = Launch{{"sh", "-c", "sync; echo \x1b[2J"}, {}, ""};
  MetricSummary time = measured(Unit::seconds, seconds);
  MetricSummary items = measured(Unit::count, rate);
  MetricSummary frequency = measured(Unit::hertz, 3.1e9);
  frequency.provenance = Provenance::estimated;
  report.metrics["wall_time"] = with_quantiles(time, seconds);
  report.metrics["items_per_second"] = with_quantiles(items, rate);
  report.metrics["frequency"] = frequency;
  report.metrics["peak_rss"] = measured(Unit::bytes, 12.25 * 1024 * 1024);
  report.samples = command_samples(seconds, rate, failure);
  return report;
}

// Two verdict metrics, one of them the user's own; runs that failed and units that were left
// out; a name that the user gave, which steers the terminal.
SubjectReport decoders() {
  SubjectReport subject;
  subject.id = "compare";
  subject.kind = SubjectKind::command;
  subject.metrics = {{"wall_time", Better::lower}, {"items_per_second", Better::higher}};
  subject.dropped = {.slow_core = 0, .steal = 2};
  const std::string base = "./decode --input 'a file.bin'";
  const std::string fast = "fa\x1b[5mst";
  subject.variants = {command(base, 12.4e-3, 8.1e5, {}),
                      command(fast, 11.1e-3, 9.07e5, {.code = 0, .signal = 11})};
  subject.variants[0].is_baseline = true;
  subject.variants[1].hooks.setup = Launch{{"make", "fast"}, {{"CC", "clang"}}, "build"};
  subject.comparisons = {
      comparison(base, fast, 1 / 1.12, Interval{1 / 1.14, 1 / 1.1}, Verdict::improvement, 28),
      comparison(base, fast, 1.12, Interval{0.98, 1.2}, Verdict::inconclusive, 28)};
  subject.comparisons[0].metric = "wall_time";
  subject.comparisons[0].alpha = 0.025;
  subject.comparisons[1].metric = "items_per_second";
  subject.comparisons[1].better = Better::higher;
  subject.comparisons[1].stopped = Stopped::budget;
  subject.comparisons[1].prospect =
      Prospect{Detectable{.ratio = 1.197}, ToDecide{.verdict = Verdict::improvement,
                                                    .pairs = 120'000,
                                                    .seconds = 1.1e6,
                                                    .is_feasible = false}};
  subject.findings = {{"failed_runs",
                       "fa\x1b[5mst was killed by SIGSEGV in 10 of 28 runs",
                       {},
                       Confidence::certain,
                       "",
                       false}};
  return subject;
}

// A command whose every word tries to steer the terminal or to break the layout.
SubjectReport hostile_command() {
  SubjectReport subject;
  subject.id =
      "\x1b[31mred\x1b[0m \xc2\x9b"
      "31m \xe2\x80\xae"
      "drow \xff\xfe";
  subject.kind = SubjectKind::command;
  subject.metrics = {{"cpu_time", Better::lower}};
  subject.parameters = {{"say", std::string{"two\nlines\tand a tab"}}};
  VariantReport first = variant(
      "./\xe6\xb8\xac\xe5\xae\x9a --gr\xc3\xb6\xc3\x9f"
      "e=1",
      12.0);
  first.is_baseline = true;
  first.launch.argv = {"./\xe6\xb8\xac\xe5\xae\x9a",
                       "--gr\xc3\xb6\xc3\x9f"
                       "e=1",
                       "\xff"};
  first.launch.env = {{"LC_ALL", "C"}};
  first.launch.cwd = "/tmp/\x1b]0;title\x07";
  first.checksum.reset();
  VariantReport second = variant(
      "./a_rather_long_program_name --with=arguments --that-go=on --and=on --until=beyond "
      "--the=edge --of-the=terminal",
      4.0);
  second.checksum.reset();
  subject.variants = {first, second};
  subject.comparisons = {
      comparison(first.name, second.name, 1 / 3.0, Interval{0.32, 0.35}, Verdict::improvement, 6)};
  return subject;
}

ScanPoint scan_point(double value, double ratio, double half_width, PointState state) {
  ScanReading reading{std::log(ratio), std::nullopt, 0.00625};
  if (half_width > 0) {
    reading.interval = Interval{reading.log_ratio - half_width, reading.log_ratio + half_width};
  }
  return {value, reading, state};
}

// Of the same scan: a gain that ends, one everywhere, and one that is not known.
std::vector<Crossover> crossovers() {
  Crossover ends;
  ends.subject = "memory/arena";
  ends.fixed = {{"node_bytes", std::int64_t{64}}};
  ends.parameter = "nodes";
  ends.baseline = "new_delete";
  ends.variant = "monotonic";
  ends.metric = "cpu_time";
  Crossover everywhere = ends;
  everywhere.variant = "bump_reset";
  Crossover open = ends;
  open.variant = "mi\x1b[5mmalloc";
  ends.answer.kind = CrossoverKind::pays_up_to;
  ends.answer.crossings = {{12345.6, {1000, 100000}, false}};
  ends.answer.points = {scan_point(1000, 0.43, 0.02, PointState::pays),
                        scan_point(100000, 1.1, 0.02, PointState::loses)};
  everywhere.answer.kind = CrossoverKind::pays_everywhere;
  everywhere.answer.points = {scan_point(1000, 0.09, 0.02, PointState::pays),
                              scan_point(100000, 0.08, 0.02, PointState::pays)};
  open.answer.reason = "not enough pairs";
  open.answer.points = {scan_point(1000, 0.98, 0, PointState::undecided), {.value = 100000}};
  return {ends, everywhere, open};
}

Environment environment() {
  Environment environment = quiet_environment();
  environment.virtualization = "kvm";
  environment.cpu.smt = true;
  environment.governor = Absent{"no cpufreq under /sys/devices/system/cpu"};
  environment.turbo = Absent{"the hypervisor does not say"};
  environment.load = 3.2;
  environment.steal = 0.0712;
  environment.pmu_available = false;
  environment.pmu_reason = no_pmu;
  environment.tools[1] = {"heaptrack", "", "not found in PATH"};
  environment.warnings = {
      {"steal", "the hypervisor took 7.1 % of the CPU time since boot",
       "prefer --metric cpu_time, or a machine of your own"},
      {"smt", "sibling CPUs share a core, so a neighbour slows this one", ""},
      {"load", "the load average is 3.2 on 2 CPUs", "wait until other work is done"}};
  return environment;
}

}  // namespace

Environment quiet_environment() {
  Environment environment;
  environment.host = "bench-1";
  environment.os = "Debian GNU/Linux 12 (bookworm)";
  environment.kernel = "6.1.0-18-amd64";
  environment.cpu.vendor = "GenuineIntel";
  environment.cpu.model = "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz";
  environment.cpu.cores = 2;
  environment.cpu.caches = {{1, "Data", 48 * 1024, 64, 12, 1},
                            {1, "Instruction", 32 * 1024, 64, 8, 1},
                            {2, "Unified", 2 * 1024 * 1024, 64, 16, 1},
                            {3, "Unified", 105 * 1024 * 1024, 64, 0, 2}};
  environment.cpu.features = {"sse4_2", "avx", "avx2", "fma", "avx512f"};
  environment.memory_bytes = std::int64_t{8} * 1024 * 1024 * 1024;
  environment.governor = "performance";
  environment.turbo = "off";
  environment.aslr = "full";
  environment.thp = "madvise";
  environment.load = 0.04;
  environment.steal = 0.0;
  environment.pmu_available = true;
  environment.pmu_reason = "8 programmable counters, perf_event_paranoid 1";
  environment.tools = {{"valgrind", "3.19.0", ""}, {"heaptrack", "1.4.0", ""}};
  return environment;
}

Report sample_report() {
  Report report;
  report.tool = {"hone", "0.1.0", "0123abc"};
  report.created = "2026-11-23T10:20:30Z";
  report.interrupted = true;
  report.environment = environment();
  report.plan.seed = 18446744073709551615U;
  report.plan.budget_seconds = 10;
  report.plan.collectors = {"allocations"};
  report.subjects = {arena(1000),     arena(100000), false_sharing(),  branches(),
                     bounded_queue(), decoders(),    hostile_command()};
  report.crossovers = crossovers();
  for (SubjectReport& subject : report.subjects) derive::judge_changes(subject);
  return report;
}

Report sample_pay_off() {
  Report report = sample_report();
  report.interrupted = false;
  report.plan.pay_off = true;
  report.subjects.resize(5);
  for (SubjectReport& subject : report.subjects) {
    subject.variants.resize(2);
    subject.comparisons.resize(1);
  }
  report.crossovers.resize(1);
  return report;
}

Report sample_comparison() {
  Report report = sample_report();
  report.interrupted = false;
  report.plan.seed = 7;
  report.plan.metrics = {"wall_time", "items_per_second"};
  report.plan.until_decided = true;
  report.plan.budget_seconds.reset();
  report.plan.collectors.clear();
  report.environment.warnings.resize(1);
  report.subjects = {decoders()};
  derive::judge_changes(report.subjects[0]);
  report.crossovers.clear();
  return report;
}

}  // namespace hone::reports
