// What is to be measured, and how: everything that the runner needs to know.
// A plan is plain data; the same plan and seed draw the same orders.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/placement.hpp"
#include "analyzers/model/subject.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone {

// How commands are run; workloads need none of it.
struct CommandSettings {
  enum class Output : std::uint8_t {
    // /dev/null; a pipe for a program that does less where nobody can read, and where no warm-up
    // run
    // finds that out.
    automatic,
    null,
    pipe,  // hone reads what is written, and drops it
    inherit,
    file,
  };

  // Path of a file that becomes stdin; "-": hone's own stdin, read once; empty: /dev/null.
  std::string input;
  Output output = Output::automatic;
  std::string output_file;      // where stdout goes when output is `file`; each run empties it
  bool pass_errors_on = false;  // stderr is hone's; else it is kept, to be shown when a run fails
  bool ignore_failure = false;  // a run that does not exit with 0 counts all the same
  std::vector<int> ignored_codes;  // of ignore_failure: only these; empty: however a run ends
  int warmup = 1;                  // untimed runs of each variant before the first unit, >= 0
  std::optional<std::chrono::duration<double>> timeout;  // of a run; absent: none
  std::vector<OutputMetric> metrics;                     // read from stdout
};

// The most pairs that a comparison may have where it does not go on until it is decided: more would
// fill memory and tell little.
inline constexpr int most_pairs = 100'000;

struct Plan {
  std::vector<Subject> subjects;
  bool pay_off = false;  // each workload's first subject is its default point, the others a scan
  std::vector<VerdictMetric> metrics;  // requested; empty: each subject's own
  std::uint64_t seed = 1;
  double alpha = 0.05;   // error rate of each comparison, in (0, 1)
  double margin = 0.01;  // relative change that still counts as equivalent, >= 0
  // Time for each comparison; at least six pairs are always run. Infinite: until every verdict is
  // decided.
  std::chrono::duration<double> budget{10};
  // So many pairs for each comparison, no more and no less, and one look, after the last: neither a
  // budget nor a disturbance ends it or adds to it. Absent: as the budget says.
  std::optional<int> pairs{};
  Estimand estimand = Estimand::median;  // of sampled metrics
  bool until_decided = false;  // decide by the anytime-valid sequence, not by planned looks
  int runs = 1;                // units of a subject that has nothing to be compared with
  int rounds = 5;              // blocks per variant in a unit; odd
  std::chrono::duration<double> block_target{0.002};  // shortest block aimed at
  std::chrono::duration<double> block_limit{0.1};  // longest block aimed at; wins over block_target
  std::chrono::duration<double> timeout{60};       // for one answer of a worker
  CommandSettings command;
  CpuChoice cpus{};
  std::vector<std::string> collectors;  // ids of the passes beside timing, e.g. "allocations"
  // Simulating a variant takes tens of times as long as running it. A simulation that takes longer
  // than this is given up.
  std::chrono::duration<double> simulation_limit{60};
  // Counters of the PMU and the kernel, which count during the timed runs.
  enum class Counters : std::uint8_t { if_pmu, requested, off };
  Counters counters = Counters::if_pmu;
  std::vector<std::string> events{};  // names for libpfm4; empty: the usual set
};

// Whether the plan asks for this pass beside timing.
inline bool collects(const Plan& plan, std::string_view pass) {
  return std::find(plan.collectors.begin(), plan.collectors.end(), pass) != plan.collectors.end();
}

}  // namespace hone
