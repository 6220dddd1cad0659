// What a run yields: numbers with their provenance, or an absence with its
// reason. Samples keep the order in which they were taken.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzers/model/absent.hpp"
#include "analyzers/model/crossover.hpp"
#include "analyzers/model/crowding.hpp"
#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/placement.hpp"
#include "analyzers/model/prospect.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone {

// How a number was got.
enum class Provenance : std::uint8_t {
  measured,   // by the kernel, the PMU or a clock
  simulated,  // by callgrind's cache and branch model
  estimated,  // computed from something else that was measured
  counted,    // by interposing on each event: exact
};

constexpr std::string_view to_string(Provenance provenance) {
  switch (provenance) {
    case Provenance::measured: return "measured";
    case Provenance::simulated: return "simulated";
    case Provenance::estimated: return "estimated";
    case Provenance::counted: return "counted";
  }
  return "";
}

struct Value {
  double number = 0;
  Provenance provenance = Provenance::measured;

  friend bool operator==(const Value&, const Value&) = default;
};

using Reading = std::variant<Value, Absent>;

template <class T>
using ByMetric = std::map<std::string, T, std::less<>>;  // key: metric id

// How a run of a command ended.
struct RunEnd {
  int code = 0;    // its exit status; meaningful when signal is 0
  int signal = 0;  // what killed it; 0: it ended by itself

  friend bool operator==(const RunEnd&, const RunEnd&) = default;
};

// One variant's part of one unit.
struct Sample {
  int unit = 0;   // which unit, from 0
  int order = 0;  // when this variant's first block ran within the unit, from 0
  ByMetric<Value> values;
  std::optional<RunEnd> end{};  // how the run of a command ended
  std::optional<int> cpu{};     // that it was kept on, or else ended on; absent: not known

  friend bool operator==(const Sample&, const Sample&) = default;
};

// Whole units that were left out because the machine was disturbed. The rule that chooses them
// does not know which variant suffered, so it favours none.
struct DroppedUnits {
  int slow_core = 0;  // the core ran far below the speed that it had in earlier units
  int steal = 0;      // the hypervisor took the CPU away

  [[nodiscard]] int total() const { return slow_core + steal; }

  friend bool operator==(const DroppedUnits&, const DroppedUnits&) = default;
};

enum class FailureKind : std::uint8_t {
  crashed,         // ended by a signal
  failed,          // ended, or reported a failure, before its work was done
  timed_out,       // gave no answer within the time limit
  out_of_memory,   // an allocation failed
  wrong_checksum,  // its result differs from the baseline's
  unavailable,     // cannot run on this machine; not the variant's fault
};

constexpr std::string_view to_string(FailureKind kind) {
  switch (kind) {
    case FailureKind::crashed: return "crashed";
    case FailureKind::failed: return "failed";
    case FailureKind::timed_out: return "timed_out";
    case FailureKind::out_of_memory: return "out_of_memory";
    case FailureKind::wrong_checksum: return "wrong_checksum";
    case FailureKind::unavailable: return "unavailable";
  }
  return "";
}

struct Failure {
  FailureKind kind = FailureKind::failed;
  std::string text;    // what happened, one line
  std::string output;  // the tail of the subject's own error output; may be empty

  // Of which there is no output to show.
  static Failure failed(std::string text) { return {FailureKind::failed, std::move(text), ""}; }
  static Failure failed(const Error& error) { return failed(in_one_line(error)); }
  static Failure unavailable(std::string text) {
    return {FailureKind::unavailable, std::move(text), ""};
  }
  static Failure unavailable(const Error& error) { return unavailable(in_one_line(error)); }

  friend bool operator==(const Failure&, const Failure&) = default;
};

// The event of the PMU or of the kernel that was counted for a metric's values.
struct CounterSource {
  std::string event;   // canonical, e.g. "skl::INST_RETIRED:ANY_P:u=1:k=1"
  double share = 1;    // of the time that the event was on the PMU, in (0, 1]; below 1: scaled
  std::string note{};  // how the event departs from what the metric's name says; may be empty
};

// What a function itself cost in a simulated run, per iteration, its callees excluded.
struct FunctionCost {
  std::string name;    // as in the symbol table, demangled; recursion levels are one
  std::string object;  // the file that it was loaded from; may be empty
  double calls = 0;
  double instructions = 0;
  double l1d_misses = 0;
  double llc_misses = 0;
  double branch_misses = 0;

  // Adds the costs; the names stay.
  FunctionCost& operator+=(const FunctionCost& other) {
    calls += other.calls;
    instructions += other.instructions;
    l1d_misses += other.l1d_misses;
    llc_misses += other.llc_misses;
    branch_misses += other.branch_misses;
    return *this;
  }

  friend bool operator==(const FunctionCost&, const FunctionCost&) = default;
};

// A trace of all that one run allocated.
struct HeapTrace {
  HeapProfile profile;
  std::uint64_t iterations = 1;  // of a workload; the profile includes its preparation
};

// Where the instructions of a command's programs were: in main, or before and after it, while they
// were loaded and the C library started and ended.
struct StartUp {
  double in_main = 0;
  double outside = 0;

  // Of all instructions those outside of main, in [0, 1].
  [[nodiscard]] double share() const { return outside > 0 ? outside / (in_main + outside) : 0; }

  friend bool operator==(const StartUp&, const StartUp&) = default;
};

// Which code a simulation ran. Programs choose code by the processor, and that of the simulation
// lacks instruction sets.
struct SimulatedCode {
  std::string target{};      // that a workload's dispatch chose, e.g. "AVX2"; empty: none was asked
  std::string other_code{};  // why no run on this machine can be made to run the same; may be empty
  std::optional<StartUp> start_up{};  // of a command; absent: it is not known
};

// What a pass beside timing yields.
struct PassResult {
  ByMetric<Reading> readings{};
  std::vector<FunctionCost> functions{};  // of a simulation; by falling instructions
  std::optional<HeapTrace> heap{};
  std::optional<SimulatedCode> code{};  // of a simulation
};

// How the code that was simulated relates to the code that was timed.
struct SimulatedPath {
  std::string target{};        // of the simulated run's dispatch; empty: none was asked
  std::string timed_target{};  // of the timed runs'
  // Why nothing of the simulation may be combined with a time: no timed run took the path that was
  // simulated. Empty: the samples did.
  std::string other_code{};
  std::optional<StartUp> start_up{};  // of a command; absent: it is not known
  std::vector<Sample>
      samples{};           // runs on the simulated path, in the environment of the simulation
  double issue_width = 0;  // instructions a cycle that no core of this machine exceeds; 0: unknown
};

// A command that does less when its stdout is /dev/null, where nobody can read: the bytes that it
// read and wrote in one run, its output among them.
struct UnreadOutput {
  std::uint64_t to_null = 0;
  std::uint64_t to_pipe = 0;

  friend bool operator==(const UnreadOutput&, const UnreadOutput&) = default;
};

// Everything that was observed of one variant of a subject.
struct VariantRun {
  std::optional<std::uint64_t> checksum;
  std::vector<Sample> samples;          // timing pass, in run order
  ByMetric<Reading> counts;             // passes of their own: one reading per metric
  ByMetric<CounterSource> counters;     // for the metrics in the samples that an event counted
  std::vector<FunctionCost> functions;  // of the simulation; empty: there was none
  std::optional<HeapTrace> heap{};      // absent: not traced
  std::optional<SimulatedPath> path{};  // absent: nothing was simulated
  std::optional<Failure> failure;
  unsigned left_behind = 0;  // processes that outlived the runs of a command, and were killed
  std::optional<UnreadOutput> unread_output{};  // then all variants were timed with a pipe
};

// One comparison as the engine left it.
struct ComparisonRun {
  std::size_t variant = 0;             // index into the subject's variants; the baseline is 0
  std::size_t metric = 0;              // index into the subject's metrics
  double alpha = 0.05;                 // its own share of the error rate, when it ended
  std::vector<double> effects{};       // on the metric's scale, one per unit, in run order
  std::optional<CountPair> counts{};   // what decided it, without an error rate; absent: sampled
  std::optional<Decision> decision{};  // absent when no pair was completed
  std::optional<ScanReading> scan{};   // absent: no point of a scan
  std::optional<Prospect> prospect{};  // of what is inconclusive; its seconds are not known yet
};

struct SubjectRun {
  DroppedUnits dropped;
  std::uint64_t iterations = 0;          // per block, shared by all variants
  std::optional<Placement> placement{};  // absent: not known, or nothing was timed
  std::optional<Crowding> crowding{};    // absent: the subject leaves CPUs free, or it is not known
  std::vector<VariantRun> variants;
  std::vector<ComparisonRun> comparisons;
  std::optional<double> pair_seconds{};  // of a comparison's budget, by the first units
};

}  // namespace hone
