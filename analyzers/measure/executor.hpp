// The seam between deciding what to run and running it: the runner asks, an
// executor starts processes. Tests put a fake with known timings, failures and
// a clock of its own in its place.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analyzers/collect/counters/counter_plan.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/measure/schedule.hpp"
#include "analyzers/model/command_input.hpp"
#include "analyzers/model/crowding.hpp"
#include "analyzers/model/placement.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::measure {

using Seconds = std::chrono::duration<double>;

// What an untimed first run tells about a variant.
struct Probe {
  std::optional<std::uint64_t> checksum;  // of the variant's result; absent: hone sees no result
  // The rough time of one iteration, to choose how many a block has. Absent: the variant runs once
  // in a unit.
  std::optional<Seconds> iteration;
};

struct UnitRequest {
  const Subject* subject = nullptr;
  UnitOrder order;
  std::uint64_t iterations = 1;           // per block
  std::optional<std::uint64_t> checksum;  // of one iteration, as the baseline's probe had it
  bool as_simulated = false;              // each variant runs the code that was simulated of it
};

// A block's values per iteration, by metric id.
using BlockValues = ByMetric<double>;

struct VariantUnit {
  std::size_t variant = 0;            // index into the subject's variants
  std::vector<BlockValues> blocks{};  // in round order
  ByMetric<double> totals{};          // of the whole process: peak_rss
  // Each counter's share of the time on the PMU, by the metric that it gave.
  ByMetric<double> counter_shares{};
  std::optional<RunEnd> end{};  // how the command ended; absent: a workload
  unsigned left_behind = 0;     // processes that outlived the command, and were then killed
  std::optional<int> cpu{};     // that it was kept on, or else ended on; absent: not known
  std::optional<UnreadOutput> unread_output{};  // then every run's output is read
};

// One unit as it ran. Disturbance is known for the whole unit, never for a part of it.
struct UnitRun {
  std::vector<VariantUnit> parts;
  std::optional<double> slowest_core;  // lowest core frequency seen, Hz; absent: not gauged
  std::optional<double> stolen;        // share of CPU time that the hypervisor took, in [0, 1]
};

// What a pass may spend on one variant.
struct PassSettings {
  Seconds simulation_limit{60};
};

struct VariantFailure {
  std::size_t variant = 0;
  Failure failure;
};

// Everything that one unit gave, or the failure of the variant that ended it.
using UnitResult = Result<UnitRun, VariantFailure>;

class Executor {
 public:
  virtual ~Executor() = default;

  virtual Result<Probe, Failure> probe(const Subject& subject, std::size_t variant) = 0;
  // Where units will run, or have run; after the probes of all variants. nullopt: it is not known.
  virtual std::optional<Placement> placement(const Subject& /*subject*/) const {
    return std::nullopt;
  }
  // What others take of the CPUs now, while nothing of hone runs; may take a tenth of a second.
  // nullopt: the subject leaves CPUs free, or it is not known.
  virtual std::optional<Crowding> crowding(const Subject& /*subject*/) { return std::nullopt; }
  virtual UnitResult run_unit(const UnitRequest& request) = 0;
  // Called after the last run of the subject's variants, however that ended. The failures are those
  // of cleaning up.
  virtual std::vector<VariantFailure> clean_up(const Subject& subject) = 0;

  // The counters that run in each unit, and those that cannot be had.
  [[nodiscard]] virtual const collect::CounterPlan& counters() const = 0;

  // What each run reads from its stdin; nullopt: nothing.
  [[nodiscard]] virtual std::optional<InputSummary> input() const { return std::nullopt; }

  // The passes beside timing that this executor can run.
  [[nodiscard]] virtual std::span<const collect::Pass> passes() const = 0;
  // Runs one of passes(); the result has a reading for each metric of that pass.
  // FailureKind::unavailable: the pass cannot be had here. Any other failure is the variant's own.
  virtual Result<PassResult, Failure> run_pass(const Subject& subject, std::size_t variant,
                                               const collect::Pass& pass,
                                               const PassSettings& settings) = 0;
  // What is known of the code that was simulated of a variant since its probe, without samples.
  // nullopt: nothing was simulated. Where it is known and has no `other_code`, run_unit() can run
  // it as it was simulated.
  [[nodiscard]] virtual std::optional<SimulatedPath> simulated_path(std::size_t /*variant*/) const {
    return std::nullopt;
  }
  // Counts a metric that one run gives exactly (is_deterministic).
  virtual Result<double, Failure> count(const Subject& subject, std::size_t variant,
                                        std::string_view metric) = 0;
  // Time since some fixed moment.
  virtual Seconds now() = 0;
  // Whether the user asked to stop. The latest request may then have been cut short.
  virtual bool interrupted() = 0;
};

// Reads the metric by the first pass that has it; this serves count() of an executor. A reading
// that is absent becomes a failure.
Result<double, Failure> count_by_pass(Executor& executor, const Subject& subject,
                                      std::size_t variant, std::string_view metric,
                                      const PassSettings& settings);

}  // namespace hone::measure
