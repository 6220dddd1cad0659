// A finished run as it is rendered and saved: `hone.report/1`. Units are SI base
// units; a ratio is variant / baseline; what could not be had carries its reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "analyzers/model/command_input.hpp"
#include "analyzers/model/crossover.hpp"
#include "analyzers/model/crowding.hpp"
#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/metric.hpp"
#include "analyzers/model/metric_change.hpp"
#include "analyzers/model/placement.hpp"
#include "analyzers/model/prospect.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/simulated_processor.hpp"
#include "analyzers/model/subject.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone {

struct Tool {
  std::string name;
  std::string version;
  std::string revision;

  friend bool operator==(const Tool&, const Tool&) = default;
};

struct Cache {
  int level = 0;
  std::string type;  // "Data", "Instruction" or "Unified", as the kernel says
  std::int64_t size_bytes = 0;
  int line_bytes = 0;
  int ways = 0;       // 0: unknown
  int shared_by = 1;  // logical CPUs that share it

  friend bool operator==(const Cache&, const Cache&) = default;
};

struct Cpu {
  std::string vendor;
  std::string model;
  int cores = 0;     // logical CPUs that this process may use
  bool smt = false;  // siblings share a core
  std::vector<Cache> caches;
  std::vector<std::string> features;  // instruction sets that matter here: sse4_2, avx2, ...

  friend bool operator==(const Cpu&, const Cpu&) = default;
};

struct Warning {
  std::string kind;    // stable id, e.g. "governor"
  std::string text;    // what disturbs
  std::string remedy;  // what the user can do; may be empty

  friend bool operator==(const Warning&, const Warning&) = default;
};

// A program that hone uses at run time, found or not.
struct ExternalTool {
  std::string name;
  std::string version;      // empty: not found
  std::string unavailable;  // reason when not found

  friend bool operator==(const ExternalTool&, const ExternalTool&) = default;
};

using TextOrAbsent = std::variant<std::string, Absent>;
using NumberOrAbsent = std::variant<double, Absent>;

struct Environment {
  std::string host;
  std::string os;
  std::string kernel;
  std::string virtualization;  // empty: none seen
  Cpu cpu;
  std::int64_t memory_bytes = 0;
  TextOrAbsent governor;
  TextOrAbsent turbo;    // "on" or "off"
  TextOrAbsent aslr;     // "full", "partial", "off"
  TextOrAbsent thp;      // transparent huge pages: "always", "madvise", "never"
  NumberOrAbsent load;   // 1-minute load average
  NumberOrAbsent steal;  // share of CPU time taken by the hypervisor since boot
  bool pmu_available = false;
  std::string pmu_reason;  // why there is no PMU, or what was found
  std::vector<ExternalTool> tools;
  std::vector<Warning> warnings;
  std::optional<SimulatedProcessor> simulated{};  // absent: nothing was to be simulated

  friend bool operator==(const Environment&, const Environment&) = default;
};

// An order statistic of the samples.
struct Quantile {
  double probability = 0.5;  // 0 is the least
  double value = 0;
  std::optional<Interval> interval;  // 95 %, without assuming a distribution; absent: too few

  friend bool operator==(const Quantile&, const Quantile&) = default;
};

struct MetricSummary {
  Unit unit = Unit::count;
  Provenance provenance = Provenance::measured;
  double value = 0;                  // median of the samples, or the exact count
  std::optional<Interval> interval;  // 95 %, of that median
  std::optional<double> spread;      // median absolute deviation, same unit
  int samples = 1;
  std::optional<double> multiplexed;  // share of the time on the PMU, when it was scaled
  std::string event{};                // the event counted; empty: no event of the PMU or the kernel
  std::string event_note{};           // how the event departs from what the metric's name says
  std::vector<Quantile> quantiles;    // 0, 0.5, 0.9, 0.99 of a verdict's metric, else empty

  friend bool operator==(const MetricSummary&, const MetricSummary&) = default;
};

using MetricReading = std::variant<MetricSummary, Absent>;

// How much more (or, below 0, less) a function costs than in the baseline, in instructions of its
// own per iteration.
struct FunctionChange {
  enum class Kind : std::uint8_t { changed, added, vanished };

  std::string name;
  Kind kind = Kind::changed;
  double instructions = 0;   // variant - baseline
  double calls = 0;          // variant - baseline
  std::string short_name{};  // for people; different from that of every other one in the list
  // Share of the change in all instructions. Absent: that change is not notable, or is smaller than
  // this one, since others nearly cancel it.
  std::optional<double> share{};

  friend bool operator==(const FunctionChange&, const FunctionChange&) = default;
};

// Instructions per iteration of all functions in a simulated run: those of the baseline (before)
// and of the variant (after).
struct InstructionChange {
  double before = 0;
  double after = 0;
  bool is_notable = false;  // more than two runs of one program may differ by

  [[nodiscard]] double difference() const { return after - before; }

  friend bool operator==(const InstructionChange&, const InstructionChange&) = default;
};

// Which code the simulated counts of a variant are of.
struct SimulatedCounts {
  std::string target{};        // of its dispatch in the simulation; empty: it has none
  std::string timed_target{};  // of the timed runs'
  std::string other_code{};    // why other code may have been timed in every run; empty: it was not
  int runs = 0;                // timed of the simulated code, for what combines both
  std::optional<StartUp> start_up{};  // of a command; absent: it is not known

  friend bool operator==(const SimulatedCounts&, const SimulatedCounts&) = default;
};

struct VariantReport {
  std::string name;
  std::string summary;
  bool is_baseline = false;
  Launch launch;
  Hooks hooks;
  std::optional<std::uint64_t> checksum;
  ByMetric<MetricReading> metrics;
  ByMetric<MetricChange> changes{};  // against the baseline; none for numbers got in different ways
  std::optional<MemoryChange> memory{};  // against the baseline; absent: not known for both
  std::optional<double> cpus_used{};     // CPU time / wall time
  std::vector<Sample> samples;
  std::vector<FunctionCost> functions;  // simulated; the costliest first, the rest as one entry
  std::vector<FunctionChange> function_changes;         // against the baseline; the largest first
  std::optional<InstructionChange> instruction_change;  // of all functions
  std::optional<HeapSummary> heap{};                    // of a run of its own under heaptrack
  std::optional<HeapDifference> heap_changes{};         // against the baseline; the largest first
  std::string unsplit;  // why the variant's time is not split against the baseline's; empty: it is
                        // split, or a split was not to be expected
  std::optional<Failure> failure{};
  unsigned left_behind = 0;  // processes that outlived the runs of a command, and were killed
  std::optional<UnreadOutput> unread_output{};    // then all variants were timed with a pipe
  std::optional<SimulatedCounts> simulated{};     // absent: it was not simulated
  std::vector<ParameterAssignment> parameters{};  // those in which it differs from the baseline

  friend bool operator==(const VariantReport&, const VariantReport&) = default;
};

// The summary of a metric; nullptr: this variant has no number of it.
inline const MetricSummary* summary_of(const VariantReport& variant, std::string_view metric) {
  const auto found = variant.metrics.find(metric);
  return found == variant.metrics.end() ? nullptr : std::get_if<MetricSummary>(&found->second);
}

// One factor of a change, as a logarithm: shares add up where ratios multiply.
struct LogShare {
  double log_ratio = 0;                // ln(variant / baseline)
  std::optional<Interval> interval{};  // 95 %; absent: too few pairs
  Effect effect = Effect::unbounded;

  friend bool operator==(const LogShare&, const LogShare&) = default;
};

// Whether the share is that of simulated instructions, which are one number for all units, so that
// their interval has no width.
inline bool is_of_one_run(const LogShare& share) {
  return share.interval && share.interval->lo == share.interval->hi;
}

// Why two variants' CPU times differ: time = instructions x CPI / frequency, so
// ln(time ratio) = instructions + cpi + clock, where clock = -ln(frequency ratio).
struct TimeSplit {
  std::string baseline;
  std::string variant;
  Provenance provenance = Provenance::measured;  // estimated: without a PMU
  LogShare time;
  LogShare instructions;  // more work
  LogShare cpi;           // slower work
  LogShare clock;         // a slower clock

  friend bool operator==(const TimeSplit&, const TimeSplit&) = default;
};

// Of a comparison whose sides have noise of different shapes: the mean where the verdict is about
// the median, and the other way round.
struct OtherFigure {
  double ratio = 1;
  std::optional<Interval> interval{};        // of the ratio; absent: too few pairs to bound it
  Verdict verdict = Verdict::inconclusive;   // about it alone
  Verdict declared = Verdict::inconclusive;  // about the comparison's own ratio alone

  friend bool operator==(const OtherFigure&, const OtherFigure&) = default;
};

// The same of a comparison by differences, in the metric's unit.
struct OtherDifference {
  double estimate = 0;
  std::optional<Interval> interval{};        // absent: too few pairs to bound it
  Verdict verdict = Verdict::inconclusive;   // about it alone
  Verdict declared = Verdict::inconclusive;  // about the comparison's own estimate alone

  friend bool operator==(const OtherDifference&, const OtherDifference&) = default;
};

// What a comparison by Scale::difference has in place of a ratio and all that is said of it: of
// variant - baseline, in the metric's unit.
struct Difference {
  double estimate = 0;
  std::optional<Interval> interval{};  // absent: too few pairs to bound it
  double margin = 0;                   // of no more than this the verdict is "equivalent"
  std::optional<double> resolution{};  // half-width of the interval
  std::vector<double> pairs{};         // in run order
  std::optional<OtherDifference>
      other{};  // absent: median and mean of the pairs are about the same

  friend bool operator==(const Difference&, const Difference&) = default;
};

struct Comparison {
  std::string baseline;
  std::string variant;
  std::string metric;
  Better better = Better::lower;
  std::optional<double> ratio = 1;   // absent: compared by differences, or only the baseline's
                                     // count is 0
  std::optional<Interval> interval;  // of the ratio; absent: too few pairs to bound it, or no ratio
  std::optional<Gain> gain{};        // absent: no ratio, or one of 0
  Estimand estimand = Estimand::median;
  std::optional<OtherFigure> other{};  // absent: median and mean of the pairs are about the same
  Verdict verdict = Verdict::inconclusive;
  int pairs = 0;
  int looks = 0;
  Stopped stopped = Stopped::budget;
  double margin = 0;
  double alpha = 0;
  std::optional<double> resolution;   // half-width of the interval, as a relative change
  std::vector<double> log_ratios;     // the pairs themselves, in run order; a count of 0 has none
  std::optional<CountPair> counts{};  // the counts that were compared; absent: sampled
  // At the scan's part of alpha; absent: no point of a scan, or its verdict was held back.
  std::optional<ScanReading> scan{};
  // Absent: it has a verdict, or that was held back, or the report is older.
  std::optional<Prospect> prospect{};
  // Absent: compared by ratios. Present: nothing above is of a ratio, and `margin` is the share of
  // the baseline's size that difference->margin was made of.
  std::optional<Difference> difference{};

  friend bool operator==(const Comparison&, const Comparison&) = default;
};

inline Scale scale_of(const Comparison& comparison) {
  return comparison.difference ? Scale::difference : Scale::ratio;
}

// Whether there were pairs enough for an interval, on whichever scale.
inline bool is_bounded(const Comparison& comparison) {
  return comparison.difference ? comparison.difference->interval.has_value()
                               : comparison.interval.has_value();
}

// Whether exact counts were compared, one of each variant, by programs that repeat themselves. No
// error rate applies to such a comparison.
inline bool is_exact(const Comparison& comparison) { return comparison.counts.has_value(); }

// Whether one of the two counts is 0 and the other is not: no factor and no percentage says that.
inline bool is_from_or_to_zero(const Comparison& comparison) {
  const std::optional<CountPair>& counts = comparison.counts;
  return counts && (counts->baseline == 0) != (counts->variant == 0);
}

// How sure a finding is: `certain` was observed directly; `likely` was inferred.
enum class Confidence : std::uint8_t { certain, likely, possible };

constexpr std::string_view to_string(Confidence confidence) {
  switch (confidence) {
    case Confidence::certain: return "certain";
    case Confidence::likely: return "likely";
    case Confidence::possible: return "possible";
  }
  return "";
}

struct Finding {
  std::string rule{};                   // stable id, e.g. "variant_crashed"
  std::string text{};                   // one sentence
  std::vector<std::string> evidence{};  // the numbers behind it
  Confidence confidence = Confidence::certain;
  std::string technique{};  // decision-tree leaf that it speaks for; may be empty
  bool is_failure = false;  // the subject failed: exit code 4

  friend bool operator==(const Finding&, const Finding&) = default;
};

// The core's speed beside the samples of all variants, by a gauge that needs no PMU; in hertz.
struct SpeedRange {
  double slow = 0;  // the 10th percentile
  double fast = 0;  // the 90th

  friend bool operator==(const SpeedRange&, const SpeedRange&) = default;
};

struct SubjectReport : SubjectDescription {
  std::uint64_t iterations_per_block = 0;
  DroppedUnits dropped;
  std::vector<VariantReport> variants;
  std::vector<Comparison> comparisons;
  std::vector<TimeSplit> splits;  // of the variants for which all factors are known
  std::vector<Finding> findings;
  std::optional<SpeedRange> core_speed{};  // absent: not gauged, or too seldom to have percentiles
  std::optional<Placement> placement{};    // of the timed runs; absent: not known
  // Absent: the subject leaves CPUs free, or it is not known. Verdicts on samples are held back
  // where it decides them.
  std::optional<Crowding> crowding{};

  friend bool operator==(const SubjectReport&, const SubjectReport&) = default;
};

struct PlanSummary {
  std::uint64_t seed = 0;
  double alpha = 0.05;
  double margin = 0.01;
  std::optional<double> budget_seconds;  // absent: as long as it takes
  std::optional<int> runs{};             // of each command, in place of a budget; absent: a budget
  bool until_decided = false;
  Estimand estimand = Estimand::median;  // of sampled metrics
  std::vector<std::string> metrics{};    // as requested; empty when each subject uses its own
  std::vector<std::string> collectors{};
  bool pay_off = false;  // each workload's first subject is its default point, the others a scan
  std::optional<InputSummary> input{};  // of commands; absent: it was empty

  friend bool operator==(const PlanSummary&, const PlanSummary&) = default;
};

struct Report {
  Tool tool;
  std::string created;  // RFC 3339, UTC
  bool interrupted = false;
  Environment environment;
  PlanSummary plan;
  std::vector<SubjectReport> subjects;
  std::vector<Crossover> crossovers;  // where along a scan each variant pays

  friend bool operator==(const Report&, const Report&) = default;
};

}  // namespace hone
