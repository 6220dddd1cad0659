// The run of a subject as a list of steps. Each step fills in its part of the SubjectRun; a comment
// between two steps states what holds from there on. The user may interrupt any step: the later
// steps then start no run and only end what is open, and the comments hold for what was reached.
#include "analyzers/measure/runner.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/measure/comparisons.hpp"
#include "analyzers/measure/counter_absences.hpp"
#include "analyzers/measure/exact_counts.hpp"
#include "analyzers/measure/gauge_readings.hpp"
#include "analyzers/measure/pass_readings.hpp"
#include "analyzers/measure/probe.hpp"
#include "analyzers/measure/run_context.hpp"
#include "analyzers/measure/simulated_paths.hpp"
#include "analyzers/measure/timed_units.hpp"
#include "analyzers/measure/unit_samples.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

std::string subject_key(const Subject& subject) {
  std::string key = subject.id;
  for (const auto& [name, value] : subject.parameters) {
    key += fmt::format(" {}={}", name, to_string(value));
  }
  return key;
}

// The more crowded end counts.
void note_later_crowding(const std::optional<Crowding>& later, SubjectRun& run) {
  if (later && (!run.crowding || later->busy > run.crowding->busy)) run.crowding = later;
}

// A variant's first failure is kept: that of its clean-up may follow from it.
void clean_up(const RunContext& context, SubjectRun& run) {
  const bool is_asked_to =
      std::any_of(context.subject.variants.begin(), context.subject.variants.end(),
                  [](const Variant& variant) { return variant.hooks.cleanup.has_value(); });
  if (is_asked_to) context.observer.stage(context.subject, "cleaning up");
  for (const VariantFailure& failed : context.executor.clean_up(context.subject)) {
    std::optional<Failure>& failure = run.variants[failed.variant].failure;
    if (!failure) failure = failed.failure;
  }
}

}  // namespace

SubjectRun run_subject(const Subject& subject, const Plan& plan, Executor& executor,
                       RunObserver& observer) {
  const RunContext context{subject, plan, executor, observer, subject_key(subject)};
  SubjectRun run;
  run.variants.resize(subject.variants.size());
  Comparisons comparisons(subject, plan, run);

  run.crowding = executor.crowding(subject);
  note_absent_counters(context, run);
  // Every metric of a counter that cannot be had has a reason.
  const std::vector<IterationTime> times = probe_variants(context, run);
  // Every variant without a failure has the baseline's checksum.
  choose_iterations(plan, times, run);
  // A block has the same number of iterations in every variant.
  decide_exact_counts(context, run, comparisons);
  // Counts that repeat are decided, and it is known among how many metrics alpha is shared.
  if (subject.variants.size() > 1) compare_by_units(context, run, comparisons);
  if (subject.variants.size() == 1) measure_alone(context, run);
  const bool was_timed = subject.variants.size() > 1 && units_recorded(run) > 0;
  if (was_timed) run.placement = executor.placement(subject);
  // No sampled comparison is open, and no unit will follow.
  if (was_timed) note_later_crowding(executor.crowding(subject), run);
  // What others took of the CPUs is known from both ends of the units.
  note_silent_counters(context, run);
  // Every counter of a variant that was timed has values or a reason.
  compare_unsteady_counts(context, run, comparisons);
  // Every comparison is closed: what follows changes no verdict.
  run_passes(context, run);
  // Every metric of a pass has a reading, unless its variant failed.
  time_simulated_paths(context, run);
  // Each simulated variant has timed runs of the same code, or a reason; no variant runs again.
  drop_disturbed_readings(run);
  // Each speed of the core is near to those that the run usually had.
  clean_up(context, run);
  return run;
}

}  // namespace hone::measure
